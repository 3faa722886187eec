// PNG files to images and back, through libpng.
internal import CLibPNG
internal import DataFiles
internal import Foundation
internal import Preconditions

/// Decoding and encoding of PNG.
///
/// Files of grey, coloured and palette pixels with 1 to 16 bits are read, interlaced or not. Transparency is dropped, as
/// by Pillow's `convert("RGB")`: a pixel has the colour that is stored, however little of it would be seen. 16-bit
/// levels become their high bytes. Gamma and colour profiles are not applied.
public enum PNG {
  /// Decodes the file at `path`, or a part of it.
  ///
  /// - Parameters:
  ///   - orient: whether to turn and mirror the image as its Exif data ask for.
  ///   - part: chooses the part, a rectangle within the frame of the image as it is shown; the whole frame unless given.
  /// - Shape: → [part.height, part.width, 1 or 3]
  /// - Throws: `FileError` where it cannot be read, is empty, no PNG, truncated, damaged or too large; whatever libpng would
  ///   only warn of is an error. What `part` throws.
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
    try EncodedImage.with(bytes, named: name, expected: [.png]) {
      try $0.decoded(as: mode, applyingOrientation: orient, part: part)
    }
  }

  /// The image as a PNG of 8 bits a level, grey or RGB; nothing is lost.
  ///
  /// - Parameter compression: 0 (none) to 9 (smallest, slowest), zlib's scale.
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
