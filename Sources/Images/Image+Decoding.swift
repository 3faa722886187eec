// Images from files of any format that is known.
internal import DataFiles

extension Image {
  /// Larger images are refused: a few hundred bytes can claim to be four gigapixels.
  public static let maximumPixelCount = 100_000_000

  /// Decodes the file at `path`, a ``JPEG`` or a ``PNG`` by its first bytes, or a part of it.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - mode: whether the result is grey or RGB.
  ///   - orient: whether to turn and mirror the image as its Exif data ask for.
  ///   - part: chooses the part, a rectangle within the frame of the image as it is shown; the whole frame unless
  ///     given. Its pixels are the same as in the whole image.
  /// - Shape: → [part.height, part.width, 1 or 3]
  /// - Throws: `FileError` where it cannot be read, is empty, of another format, truncated, damaged (of a JPEG as far as the
  ///   part shows it) or too large; whatever libjpeg and libpng would only warn of is an error. What `part` throws.
  public static func decode(
    path: String, as mode: ColorMode, applyingOrientation orient: Bool = true,
    part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    try decode(readFile(path), named: path, as: mode, applyingOrientation: orient, part: part)
  }

  /// Decodes a whole file's bytes, or a part of the image; `name` stands for the path in errors.
  ///
  /// Bytes are copied only where they do not lie side by side.
  ///
  /// - Shape: as ``decode(path:as:applyingOrientation:part:)``.
  /// - Throws: as ``decode(path:as:applyingOrientation:part:)``.
  public static func decode(
    _ bytes: some Collection<UInt8>, named name: String = "image in memory", as mode: ColorMode,
    applyingOrientation orient: Bool = true, part: (_ frame: Rectangle) throws -> Rectangle = { $0 }
  ) throws -> Image {
    func decoded(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Image {
      try ImageReader(bytes, named: name).image(as: mode, applyingOrientation: orient, part: part)
    }
    if let image = try bytes.withContiguousStorageIfAvailable(decoded) { return image }
    return try Array(bytes).withUnsafeBufferPointer(decoded)
  }
}
