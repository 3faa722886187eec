// PNG files, through libpng.
internal import CLibPNG
internal import Foundation
internal import Preconditions

/// Encoding of PNG; ``Image/decode(path:as:applyingOrientation:part:)`` reads it.
///
/// Files of grey, coloured and palette pixels with 1 to 16 bits are read, interlaced or not. Transparency is dropped, as
/// by Pillow's `convert("RGB")`: a pixel has the colour that is stored, however little of it would be seen. 16-bit
/// levels become their high bytes. Gamma and colour profiles are not applied.
public enum PNG {
  /// The image as a PNG of 8 bits a level, grey or RGB; nothing is lost.
  ///
  /// - Parameters:
  ///   - image: the image, grey or RGB.
  ///   - compression: 0 (none) to 9 (smallest, slowest), zlib's scale.
  public static func encode(_ image: Image, compression: Int = 6) -> [UInt8] {
    require((0...9).contains(compression), "PNG.encode: expected a compression of 0 to 9, found \(compression)")
    require(
      max(image.width, image.height) <= Int32.max,
      "PNG.encode: expected sides of at most \(Int32.max), found \(image.width) × \(image.height)")
    var count = 0
    let encoded = image.pixels.withUnsafeBufferPointer {
      clp_encode(
        $0.baseAddress, UInt32(image.width), UInt32(image.height), Int32(image.channels), Int32(compression), &count)
    }
    guard let encoded else { fatalError("PNG.encode: out of memory") }
    defer { free(encoded) }
    return Array(UnsafeBufferPointer(start: encoded, count: count))
  }
}

extension ImageFormat {
  /// PNG, as libpng reads it.
  static let png = ImageFormat(
    name: "PNG", signature: [0x89, 0x50, 0x4E, 0x47], makeDecoder: clp_decoder_create, destroy: clp_decoder_destroy,
    readHeader: clp_decoder_read_header,
    size: { (Int(clp_decoder_width($0)), Int(clp_decoder_height($0))) },
    readPixels: { decoder, channels, part, pixels in
      let rectangle = clp_rectangle(
        x: UInt32(part.x), y: UInt32(part.y), width: UInt32(part.width), height: UInt32(part.height))
      return clp_decoder_read_pixels(decoder, Int32(channels), rectangle, pixels)
    },
    form: {
      (isGrey: clp_decoder_is_grey($0) != 0, hasInks: false, isProgressive: clp_decoder_is_interlaced($0) != 0)
    },
    hasEnd: { bytes in Orientation.chunk("IEND", ofPNG: bytes) != nil },
    message: { String(cString: clp_decoder_message($0)) }, exif: Orientation.exif(ofPNG:))
}
