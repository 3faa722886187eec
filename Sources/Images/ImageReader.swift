// What decoders of all formats do.

/// Reads the header and then the pixels of a file in one format.
protocol ImageReader {
  /// Reads the header of `bytes`, which stay in place as long as the reader.
  ///
  /// - Throws: `FileError` where it is damaged.
  init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws
  /// Pixels in a row, as stored.
  var width: Int { get }
  /// Rows, as stored.
  var height: Int { get }
  /// Writes a part of the stored image, [part.height, part.width, channels].
  ///
  /// - Throws: `FileError` where the file is damaged.
  func read(_ part: Rectangle, channels: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws
}
