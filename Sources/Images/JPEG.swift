// JPEG files to images and back, through libjpeg-turbo.
internal import CLibJPEG
internal import DataFiles
internal import Foundation
internal import Preconditions

/// Decoding and encoding of JPEG.
///
/// Baseline and progressive files of grey, YCbCr, RGB, CMYK and YCCK pixels are read to the same levels as Pillow reads them
/// (accurate integer transform, smooth chroma upsampling). Inks are taken to be stored inverted, as Adobe's programs store
/// them. More than 100 scans are refused: a small file can repeat a scan for ever.
public enum JPEG {
  /// Decodes the file at `path`, or a part of it: the same pixels as in the whole image, in less time.
  ///
  /// - Parameters:
  ///   - orient: whether to turn and mirror the image as its Exif data ask for.
  ///   - part: chooses the part, a rectangle within the frame of the image as it is shown; the whole frame unless given.
  /// - Shape: → [part.height, part.width, 1 or 3]
  /// - Throws: `FileError` where it cannot be read, is empty, no JPEG, truncated, damaged (as far as the part shows it) or too
  ///   large; whatever libjpeg would only warn of is an error. What `part` throws.
  public static func decode(
    path: String, as mode: ColorMode, applyingOrientation orient: Bool = true,
    part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    try decode(readFile(path), named: path, as: mode, applyingOrientation: orient, part: part)
  }

  /// Decodes a whole file's bytes, or a part of the image; `name` stands for the path in errors.
  ///
  /// - Shape: as ``decode(path:as:applyingOrientation:part:)``.
  /// - Throws: as ``decode(path:as:applyingOrientation:part:)``.
  public static func decode(
    _ bytes: some Collection<UInt8>, named name: String = "image in memory", as mode: ColorMode,
    applyingOrientation orient: Bool = true, part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    try EncodedImage.with(bytes, named: name, expected: [.jpeg]) {
      try $0.decoded(as: mode, applyingOrientation: orient, part: part)
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
}
