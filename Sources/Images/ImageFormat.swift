// Formats that can be decoded, and which of them a file is in.
internal import DataFiles
internal import Foundation

/// A format that can be decoded: what its files begin with, and the functions of the library that reads them.
///
/// Functions that can fail return 0 where they have not.
struct ImageFormat: Sendable {
  /// What errors call it.
  let name: String
  /// The first bytes of every file.
  let signature: [UInt8]
  /// A decoder for one file; nil where memory is short.
  let makeDecoder: @Sendable () -> OpaquePointer?
  let destroy: @Sendable (_ decoder: OpaquePointer) -> Void
  /// Reads the header of a file's bytes, which must stay in place until the pixels are read.
  let readHeader: @Sendable (_ decoder: OpaquePointer, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32
  /// Pixels in a row and rows, as stored, once the header is read.
  let size: @Sendable (_ decoder: OpaquePointer) -> (width: Int, height: Int)
  /// Writes a part of the stored image, [part.height, part.width, channels].
  let readPixels:
    @Sendable (
      _ decoder: OpaquePointer, _ channels: Int, _ part: Rectangle, _ pixels: UnsafeMutablePointer<UInt8>?
    ) -> Int32
  /// How the pixels are stored, once the header is read.
  let form: @Sendable (_ decoder: OpaquePointer) -> (isGrey: Bool, hasInks: Bool, isProgressive: Bool)
  /// Whether a file's bytes go on to the mark that ends an image, as far as that can be seen without decoding it.
  let hasEnd: @Sendable (_ bytes: UnsafeBufferPointer<UInt8>) -> Bool
  /// The library's own words on the last failure.
  let message: @Sendable (_ decoder: OpaquePointer) -> String
  /// The Exif data in a file's bytes.
  let exif: @Sendable (_ bytes: UnsafeBufferPointer<UInt8>) -> ByteReader?

  static let all: [ImageFormat] = [jpeg, png]

  /// What reading returns where it would take too much time or memory.
  static let tooLarge: Int32 = -2

  /// The format of a file; `name` stands for the path in errors.
  ///
  /// - Throws: `FileError` where it is empty or of no known format.
  static func format(of bytes: UnsafeBufferPointer<UInt8>, named name: String) throws -> ImageFormat {
    let names = all.map(\.name)
    guard !bytes.isEmpty else {
      throw FileError(path: name, problem: "is empty, expected a \(names.joined(separator: " or "))")
    }
    guard let format = all.first(where: { bytes.starts(with: $0.signature) }) else {
      throw FileError(
        path: name, problem: "is neither a \(names.joined(separator: " nor a ")), it \(looks(of: bytes))")
    }
    return format
  }

  private static func looks(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    if let appearance = appearance(of: bytes) { return "looks like a \(appearance)" }
    return "begins with the bytes \(bytes.prefix(4).map { String(format: "%02X", $0) }.joined(separator: " "))"
  }

  /// What a file of no known format most likely is; nil where its first bytes say nothing.
  static func appearance(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let signatures: [(name: String, start: [UInt8])] = [
      ("GIF", Array("GIF8".utf8)),
      ("BMP", Array("BM".utf8)),
      ("TIFF", [0x49, 0x49, 0x2A, 0x00]),
      ("TIFF", [0x4D, 0x4D, 0x00, 0x2A]),
      ("WebP", Array("RIFF".utf8)),
      ("FITS file", Array("SIMPLE  =".utf8)),
      ("ZIP archive", [0x50, 0x4B, 0x03, 0x04]),
      ("web page", Array("<".utf8)),
    ]
    return signatures.first { bytes.starts(with: $0.start) }?.name
  }
}
