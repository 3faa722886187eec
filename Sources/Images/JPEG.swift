// JPEG files, through libjpeg-turbo.
internal import CLibJPEG
internal import Foundation
internal import Preconditions

/// Encoding of JPEG; ``Image/decode(path:as:applyingOrientation:part:)`` reads it.
///
/// Baseline and progressive files of grey, YCbCr, RGB, CMYK and YCCK pixels are read to the same levels as Pillow reads them
/// (accurate integer transform, smooth chroma upsampling). Inks are taken to be stored inverted, as Adobe's programs store
/// them. A small file can repeat a scan for ever, so that more than 100 scans are refused, more than 1000 million pixels in
/// all scans together, and files of several scans whose coefficients take more than 256 MB.
public enum JPEG {
  /// The image as a baseline JPEG, colour subsampled 4:2:0.
  ///
  /// - Parameters:
  ///   - image: the image, grey or RGB.
  ///   - quality: 1 to 100, libjpeg's scale.
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
}

extension ImageFormat {
  /// JPEG, as libjpeg-turbo reads it.
  static let jpeg = ImageFormat(
    name: "JPEG", signature: [0xFF, 0xD8], makeDecoder: clj_decoder_create, destroy: clj_decoder_destroy,
    readHeader: clj_decoder_read_header,
    size: { (Int(clj_decoder_width($0)), Int(clj_decoder_height($0))) },
    readPixels: { decoder, channels, part, pixels in
      let rectangle = clj_rectangle(
        x: Int32(part.x), y: Int32(part.y), width: Int32(part.width), height: Int32(part.height))
      return clj_decoder_read_pixels(decoder, Int32(channels), rectangle, pixels)
    },
    form: {
      (
        isGrey: clj_decoder_is_grey($0) != 0, hasInks: clj_decoder_has_inks($0) != 0,
        isProgressive: clj_decoder_is_progressive($0) != 0
      )
    },
    hasEnd: { bytes in
      // A thumbnail in the header has an end of its own; what counts comes after the first scan begins.
      guard let scan = Orientation.firstScan(ofJPEG: bytes) else { return false }
      return zip(bytes.dropFirst(scan), bytes.dropFirst(scan + 1)).contains { $0 == 0xFF && $1 == 0xD9 }
    },
    message: { String(cString: clj_decoder_message($0)) }, exif: Orientation.exif(ofJPEG:))
}
