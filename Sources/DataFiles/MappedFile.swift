// Files read in place, without copying them into memory.
internal import Foundation

/// A file's bytes, mapped into memory: pages are read when they are first touched, and shared by all who map the file.
///
/// What was mapped stays readable when the file is replaced or removed, as long as this object lives; a file that another
/// program cuts short meanwhile does not.
public final class MappedFile: Sendable {
  /// The file.
  public let path: String
  /// Never written to, and unmapped only when nobody holds this object any more.
  private nonisolated(unsafe) let memory: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  ///
  /// - Throws: ``FileError`` where it is missing, empty, a folder, or unreadable.
  public init(path: String) throws {
    self.path = path
    let descriptor = repeatingInterrupted { open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw readFailure(path) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw readFailure(path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw FileError(path: path, problem: "is no file that can be mapped into memory")
    }
    let count = Int(information.st_size)
    guard count > 0 else { throw FileError(path: path, problem: "is empty") }
    guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED else {
      throw readFailure(path)
    }
    memory = UnsafeRawBufferPointer(start: address, count: count)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: memory.baseAddress), memory.count)
  }

  /// Number of bytes.
  public var count: Int { memory.count }

  /// Calls `body` with the bytes, which must not leave it.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(memory) }
  }
}
