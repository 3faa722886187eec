// Files that appear whole or not at all.
internal import Foundation
internal import Preconditions
internal import Synchronization

/// A file being written under a temporary name; it takes its own name, in one step, when ``commit()`` succeeds.
///
/// Until then whatever stood under that name stays untouched, and nothing is left behind when the writer is dropped. A
/// program that ends by a signal calls ``discardUnfinished()`` first.
public final class AtomicFile {
  /// The name the file will have.
  public let path: String
  private let temporaryPath: String
  private var descriptor: Int32
  private var pending: [UInt8] = []

  private static let flushThreshold = 1 << 16
  private static let unfinished = Mutex<Set<String>>([])

  /// Begins a file beside its final place.
  ///
  /// - Throws: ``FileError`` where the folder is missing or cannot be written to.
  public init(path: String) throws {
    guard !path.isEmpty else { throw FileError(path: path, problem: "is no name for a file") }
    self.path = path
    let url = URL(fileURLWithPath: path)
    temporaryPath =
      url.deletingLastPathComponent().path
      + "/.\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).tmp"
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
      throw FileError(path: path, problem: "cannot be written: a folder has this name")
    }
    let name = temporaryPath
    // Listed before anybody can ask what is unfinished.
    descriptor = try Self.unfinished.withLock { names in
      let descriptor = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      if descriptor < 0 { throw Self.failure(path, "cannot be written") }
      names.insert(name)
      return descriptor
    }
  }

  /// Removes the temporary files of everything that is being written, for a program that ends without dropping it.
  public static func discardUnfinished() {
    unfinished.withLock { for path in $0 { unlink(path) } }
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
    guard fsync(descriptor) == 0 else { throw Self.failure(path, "cannot be written") }
    let closed = close(descriptor)
    descriptor = -1
    let failure = closed == 0 && rename(temporaryPath, path) == 0 ? nil : Self.failure(path, "cannot be written")
    removeTemporary()
    if let failure { throw failure }
    // The new name itself must reach the disk too. Some file systems refuse this; the data are safe regardless.
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
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
    let name = temporaryPath
    Self.unfinished.withLock { _ = $0.remove(name) }
    unlink(name)
  }

  private func flush() throws {
    try pending.withUnsafeBytes { try writeNow($0) }
    pending.removeAll(keepingCapacity: true)
  }

  private func writeNow(_ bytes: UnsafeRawBufferPointer) throws {
    require(descriptor >= 0, "AtomicFile: written to after commit")
    var rest = bytes
    while let start = rest.baseAddress, rest.count > 0 {
      #if canImport(Glibc)
        let written = Glibc.write(descriptor, start, rest.count)
      #else
        let written = Darwin.write(descriptor, start, rest.count)
      #endif
      if written < 0 {
        if errno == EINTR { continue }
        throw Self.failure(path, "cannot be written")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  private static func failure(_ path: String, _ what: String) -> FileError {
    FileError(path: path, problem: "\(what): \(String(cString: strerror(errno)).lowercasedFirst)")
  }
}
