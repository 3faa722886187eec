// What bytes are written to, whatever becomes of them.
internal import Foundation

/// A file, or something like it, that is written from its beginning to its end.
public protocol ByteOutput: AnyObject {
  /// What errors call it.
  var path: String { get }

  /// Appends `bytes`.
  ///
  /// - Throws: ``FileError``.
  func write(_ bytes: UnsafeRawBufferPointer) throws

  /// Brings everything to its place; nothing must be written afterwards.
  ///
  /// - Throws: ``FileError``.
  func commit() throws
}

extension AtomicFile: ByteOutput {}

extension ByteOutput {
  /// Appends `bytes`.
  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }
}

/// The program's standard output, for tables that the user wants there.
public final class StandardOutput: ByteOutput {
  public let path = "standard output"

  /// Standard output.
  public init() {}

  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      throw FileError(path: path, problem: "cannot be written: \(error.localizedDescription)")
    }
  }

  public func commit() throws {}
}
