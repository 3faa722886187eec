// Files that take long to write, and that another program can finish.
internal import Foundation
internal import Preconditions
internal import Synchronization

/// A file that grows, block by block, under the name `<path>.partial`, and takes its own name when ``commit()`` succeeds.
///
/// ``save(_:)`` brings what was written so far to the disk, with a state to go on from, in `<path>.partial.json`. A file
/// that has been saved stays when the program ends, however it ends; the next one takes it up. One that has not leaves
/// nothing behind. Whatever stands under the file's own name stays untouched until ``commit()``.
public final class ResumableFile: ByteOutput {
  public let path: String
  private let key: [String: String]
  private let target: String
  private var descriptor: Int32
  private var length = 0
  private var pending: [UInt8] = []

  /// What the file beside the partial one holds.
  private struct Note<State: Codable>: Codable {
    let key: [String: String]
    let length: Int
    let state: State
  }

  /// The partial files that are being written, and whether they have been saved.
  private static let unfinished = Mutex<[String: Bool]>([:])
  private static let flushThreshold = 1 << 16

  private var partial: String { target + ".partial" }
  private var note: String { partial + ".json" }

  /// Where the file at `path` is while it is not finished.
  public static func partial(of path: String) -> String { target(of: path) + ".partial" }

  /// The file that a link leads to, so that it keeps its place, and so does the link.
  private static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    // What is no link keeps the name that the user knows.
    var information = stat()
    let isLink = lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
    return isLink ? String(cString: resolved) : path
  }

  /// Begins a file, or takes up what an earlier program saved.
  ///
  /// - Parameters:
  ///   - path: the name that the file will have; links are followed.
  ///   - key: what the bytes depend on, by the word for it; a file that was begun with another key is not taken up.
  ///   - resuming: whether a file that was saved is taken up; else it is written anew.
  ///   - state: the kind of state that was saved.
  /// - Returns: the file and the state that it was last saved with; nil where it is begun.
  /// - Throws: ``FileError`` where it cannot be written, or was begun with another key.
  public static func open<State: Codable>(
    _ path: String, key: [String: String], resuming: Bool, state: State.Type = State.self
  ) throws -> (file: ResumableFile, state: State?) {
    let file = try ResumableFile(path: path, key: key, resuming: resuming)
    guard resuming, FileKind(path: file.note) == .file else {
      try file.begin(at: 0)
      return (file, nil)
    }
    let saved: Note<State>
    do {
      saved = try JSONDecoder().decode(Note<State>.self, from: Data(readFile(file.note)))
    } catch is DecodingError {
      throw FileError(path: file.note, problem: "is damaged; remove it to begin anew")
    }
    let others = Set(key.keys).union(saved.key.keys).sorted().filter { saved.key[$0] != key[$0] }
    guard others.isEmpty else {
      throw FileError(
        path: file.partial, problem: "was begun with other \(others.joined(separator: ", ")); remove it to begin anew")
    }
    try file.begin(at: saved.length)
    return (file, saved.state)
  }

  private init(path: String, key: [String: String], resuming: Bool) throws {
    guard !path.isEmpty else { throw FileError(path: path, problem: "is no name for a file") }
    self.path = path
    self.key = key
    descriptor = -1
    target = Self.target(of: path)
    if FileKind(path: path) == .folder {
      throw FileError(path: path, problem: "cannot be written: a folder has this name")
    }
    let (name, keep) = (partial, resuming ? 0 : O_TRUNC)
    descriptor = try Self.unfinished.withLock { files in
      let descriptor = repeatingInterrupted {
        Foundation.open(name, O_WRONLY | O_CREAT | O_CLOEXEC | keep, 0o644)
      }
      if descriptor < 0 { throw Self.failure(path) }
      files[name] = resuming
      return descriptor
    }
    if !resuming { unlink(note) }
  }

  private func begin(at length: Int) throws {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw Self.failure(path) }
    guard Int(information.st_size) >= length else {
      throw FileError(path: partial, problem: "is shorter than when it was saved; remove it to begin anew")
    }
    // What came after the last save may be half a block.
    guard repeatingInterrupted({ ftruncate(descriptor, off_t(length)) }) == 0,
      lseek(descriptor, off_t(length), SEEK_SET) >= 0
    else {
      throw Self.failure(path)
    }
    self.length = length
    let name = partial
    Self.unfinished.withLock { $0[name] = length > 0 }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    let name = partial
    if Self.unfinished.withLock({ $0.removeValue(forKey: name) }) == false { unlink(name) }
  }

  /// Removes the files that are being written and have not been saved, for a program that ends without dropping them.
  ///
  /// - Returns: the partial files that stay.
  @discardableResult public static func discardUnfinished() -> [String] {
    unfinished.withLock { files in
      for (path, isSaved) in files where !isSaved { unlink(path) }
      return files.filter(\.value).keys.sorted()
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    pending.append(contentsOf: bytes)
    if pending.count >= Self.flushThreshold { try flush() }
  }

  /// Brings all that was written to the disk, with the state that a later program goes on from.
  public func save(_ state: some Codable) throws {
    try flush()
    guard repeatingInterrupted({ fsync(descriptor) }) == 0 else { throw Self.failure(path) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let saved = Note(key: key, length: length, state: state)
    let file = try AtomicFile(path: note)
    try file.write(Array(encoder.encode(saved)))
    try file.commit()
    let name = partial
    Self.unfinished.withLock { $0[name] = true }
  }

  public func commit() throws {
    try flush()
    guard repeatingInterrupted({ fsync(descriptor) }) == 0 else { throw Self.failure(path) }
    let isClosed = closeFile(descriptor)
    descriptor = -1
    let name = partial
    let renamed = isClosed && rename(name, target) == 0
    let failure = renamed ? nil : Self.failure(path)
    Self.unfinished.withLock { _ = $0.removeValue(forKey: name) }
    if let failure { throw failure }
    // First the file, then the end of the note: a partial file without its note would be begun anew.
    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
    synchronizeFolder(folder)
    if unlink(note) == 0 { synchronizeFolder(folder) }
  }

  private func flush() throws {
    require(descriptor >= 0, "ResumableFile: written to after commit")
    guard pending.withUnsafeBytes({ writeAll($0, to: descriptor) }) else { throw Self.failure(path) }
    length += pending.count
    pending.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String) -> FileError {
    FileError(path: path, problem: "cannot be written: \(String(cString: strerror(errno)).lowercasedFirst)")
  }
}
