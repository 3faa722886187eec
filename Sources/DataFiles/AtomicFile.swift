// Files that appear whole or not at all.
internal import Foundation
internal import Preconditions
internal import Synchronization

/// A file being written under a temporary name; it takes its own name, in one step, when ``commit()`` succeeds.
///
/// Until then whatever stood under that name stays untouched, and nothing is left behind when the writer is dropped. A
/// program that ends by a signal calls ``discardUnfinished()`` first; what one that was killed left behind, the next writer of
/// the same file removes. Of a link, the file that it leads to is replaced.
/// What is no ordinary file, such as a pipe, is written to as it is.
public final class AtomicFile {
  /// The name the file will have.
  public let path: String
  /// Where the name leads, links followed.
  private let target: WriteTarget
  private let temporary: TemporaryName?
  private var descriptor: Int32
  private var pending: [UInt8] = []

  private static let flushThreshold = 1 << 16
  private static let unfinished = Mutex<Set<TemporaryName>>([])

  /// Begins a file beside its final place.
  ///
  /// - Throws: ``FileError`` where the folder is missing or cannot be written to.
  public init(path: String) throws {
    guard !path.isEmpty else { throw FileError(path: path, problem: "is no name for a file") }
    self.path = path
    target = try WriteTarget(path: path)
    switch target {
    case .stream:
      temporary = nil
      // Whoever opened a standard stream may have written to it already.
      descriptor = repeatingInterrupted { open(path, O_WRONLY | O_APPEND | O_CLOEXEC) }
      if descriptor < 0 { throw Self.failure(path, "cannot be written") }
    case .file(let destination):
      AbandonedFiles.remove(for: destination)
      (temporary, descriptor) = try Self.create(for: destination, path)
    }
  }

  private static func create(for destination: String, _ path: String) throws -> (TemporaryName, descriptor: Int32) {
    while true {
      let name = TemporaryName(for: destination)
      // Listed before anybody can ask what is unfinished. A planted file or link of this name is not opened.
      let descriptor = try unfinished.withLock { names in
        let descriptor = repeatingInterrupted {
          open(name.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        }
        if descriptor < 0 { throw failure(path, "cannot be written") }
        names.insert(name)
        return descriptor
      }
      // Another writer may have taken it for abandoned before it was locked.
      if AbandonedFiles.protect(descriptor) { return (name, descriptor) }
      close(descriptor)
      _ = unfinished.withLock { $0.remove(name) }
    }
  }

  /// Removes the temporary files of everything that is being written, for a program that ends without dropping it.
  public static func discardUnfinished() {
    unfinished.withLock { for name in $0 { unlink(name.path) } }
  }

  /// Removes what processes that were killed while they wrote the files at `paths` left behind.
  ///
  /// The caller makes sure that no other process is writing them.
  package static func removeAbandoned(of paths: [String]) {
    unfinished.withLock { inUse in
      for name in paths.flatMap({ TemporaryName.all(for: $0) }) where !inUse.contains(name) { unlink(name.path) }
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    removeTemporary()
  }

  /// Appends the UTF-8 bytes of `text`.
  public func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Appends `bytes`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    if bytes.count >= Self.flushThreshold {
      try flush()
      try writeNow(bytes)
    } else {
      pending.append(contentsOf: bytes)
      if pending.count >= Self.flushThreshold { try flush() }
    }
  }

  /// Brings everything to the disk and gives the file its name; the writer must not be used afterwards.
  ///
  /// - Throws: ``FileError``; then the old file, if there was one, is still in place.
  public func commit() throws {
    try flush()
    guard let temporary, case .file(let destination) = target else {
      let isClosed = closeFile(descriptor)
      descriptor = -1
      if !isClosed { throw Self.failure(path, "cannot be written") }
      return
    }
    guard repeatingInterrupted({ fsync(descriptor) }) == 0 else { throw Self.failure(path, "cannot be written") }
    let isClosed = closeFile(descriptor)
    descriptor = -1
    let failure =
      isClosed && rename(temporary.path, destination) == 0 ? nil : Self.failure(path, "cannot be written")
    removeTemporary()
    if let failure { throw failure }
    synchronizeFolder(temporary.folder)
  }

  /// Writes a whole file at once.
  public static func write(_ text: String, to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(text)
    try file.commit()
  }

  /// Writes a whole file at once.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  private func removeTemporary() {
    guard let temporary else { return }
    Self.unfinished.withLock { _ = $0.remove(temporary) }
    unlink(temporary.path)
  }

  private func flush() throws {
    try pending.withUnsafeBytes { try writeNow($0) }
    pending.removeAll(keepingCapacity: true)
  }

  private func writeNow(_ bytes: UnsafeRawBufferPointer) throws {
    require(descriptor >= 0, "AtomicFile: written to after commit")
    if !writeAll(bytes, to: descriptor) { throw Self.failure(path, "cannot be written") }
  }

  private static func failure(_ path: String, _ what: String) -> FileError {
    FileError(path: path, problem: "\(what): \(String(cString: strerror(errno)).lowercasedFirst)")
  }
}
