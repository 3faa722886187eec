// JPEG files to images and back, through libjpeg-turbo.
internal import CLibJPEG
internal import DataFiles
internal import Foundation
internal import Preconditions

/// What a file is decoded to.
public enum ColorMode: Sendable {
  /// Three channels; grey files have them equal.
  case rgb
  /// One channel: JPEG's own luma, decoded without touching the colour planes.
  case grayscale
}

/// Decoding and encoding of JPEG.
///
/// Baseline and progressive files of grey, YCbCr, RGB, CMYK and YCCK pixels are read to the same levels as Pillow reads them
/// (accurate integer transform, smooth chroma upsampling). Inks are taken to be stored inverted, as Adobe's programs store
/// them. An orientation in EXIF data is not applied.
public enum JPEG {
  /// Larger images are refused: a few hundred bytes can claim to be four gigapixels.
  public static let maximumPixelCount = 1 << 26

  /// Decodes the file at `path`, or a part of it: the same pixels as in the whole image, in less time.
  ///
  /// - Parameter part: chooses the part, a rectangle within the image's frame; the whole frame unless given.
  /// - Throws: `FileError` where it cannot be read, is empty, no JPEG, truncated, damaged (as far as the part shows it) or too
  ///   large; whatever libjpeg would only warn of is an error. What `part` throws.
  public static func decode(
    path: String, as mode: ColorMode, part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    try decode(readFile(path), named: path, as: mode, part: part)
  }

  /// Decodes a file's bytes, or a part of the image; `name` stands for the path in errors.
  ///
  /// - Throws: as ``decode(path:as:part:)``.
  public static func decode(
    _ bytes: [UInt8], named name: String, as mode: ColorMode,
    part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    guard !bytes.isEmpty else { throw FileError(path: name, problem: "is empty, expected a JPEG") }
    guard bytes.starts(with: [0xFF, 0xD8]) else {
      throw FileError(path: name, problem: "is not a JPEG, it \(appearance(of: bytes))")
    }
    guard let decoder = clj_decoder_create() else { throw FileError(path: name, problem: "no memory to decode it") }
    defer { clj_decoder_destroy(decoder) }
    return try bytes.withUnsafeBufferPointer { source in
      guard clj_decoder_read_header(decoder, source.baseAddress, source.count) == 0 else {
        throw damage(name, decoder)
      }
      let width = Int(clj_decoder_width(decoder))
      let height = Int(clj_decoder_height(decoder))
      guard width * height <= maximumPixelCount else {
        throw FileError(
          path: name, problem: "claims \(width) × \(height) pixels, expected at most \(maximumPixelCount) in all")
      }
      let frame = Rectangle(x: 0, y: 0, width: width, height: height)
      let part = try part(frame)
      require(frame.contains(part), "JPEG.decode: \(part) does not lie within \(width) × \(height)")
      let channels = mode == .rgb ? 3 : 1
      let pixels = try [UInt8](unsafeUninitializedCapacity: part.width * part.height * channels) { buffer, count in
        let rectangle = clj_rectangle(
          x: Int32(part.x), y: Int32(part.y), width: Int32(part.width), height: Int32(part.height))
        guard clj_decoder_read_pixels(decoder, Int32(channels), rectangle, buffer.baseAddress) == 0 else {
          throw damage(name, decoder)
        }
        count = buffer.count
      }
      return Image(width: part.width, height: part.height, channels: channels, pixels: pixels)
    }
  }

  /// The image as a baseline JPEG, colour subsampled 4:2:0.
  ///
  /// - Parameter quality: 1 to 100, libjpeg's scale.
  public static func encode(_ image: Image, quality: Int = 90) -> [UInt8] {
    require((1...100).contains(quality), "JPEG.encode: expected a quality of 1 to 100, found \(quality)")
    require(
      max(image.width, image.height) <= 65_500,
      "JPEG.encode: expected sides of at most 65500, found \(image.width) × \(image.height)")
    var count = 0
    let encoded = image.pixels.withUnsafeBufferPointer {
      clj_encode(
        $0.baseAddress, Int32(image.width), Int32(image.height), Int32(image.channels), Int32(quality), &count)
    }
    guard let encoded else { fatalError("JPEG.encode: out of memory") }
    defer { free(encoded) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }

  private static func damage(_ name: String, _ decoder: OpaquePointer) -> FileError {
    FileError(path: name, problem: "is a damaged JPEG: \(String(cString: clj_decoder_message(decoder)))")
  }

  /// What a file that is no JPEG most likely is.
  private static func appearance(of bytes: [UInt8]) -> String {
    let signatures: [(name: String, start: [UInt8])] = [
      ("PNG", [0x89, 0x50, 0x4E, 0x47]),
      ("GIF", Array("GIF8".utf8)),
      ("BMP", Array("BM".utf8)),
      ("TIFF", [0x49, 0x49, 0x2A, 0x00]),
      ("TIFF", [0x4D, 0x4D, 0x00, 0x2A]),
      ("WebP", Array("RIFF".utf8)),
      ("FITS file", Array("SIMPLE  =".utf8)),
      ("ZIP archive", [0x50, 0x4B, 0x03, 0x04]),
      ("web page", Array("<".utf8)),
    ]
    if let match = signatures.first(where: { bytes.starts(with: $0.start) }) { return "looks like a \(match.name)" }
    return "begins with the bytes \(bytes.prefix(4).map { String(format: "%02X", $0) }.joined(separator: " "))"
  }
}
