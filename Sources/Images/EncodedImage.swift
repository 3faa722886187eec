// A file in memory, decoded in whatever format it is.
internal import DataFiles
internal import Preconditions

/// A file of a known format in memory.
struct EncodedImage {
  let bytes: UnsafeBufferPointer<UInt8>
  let name: String
  let format: ImageFormat

  /// Calls `body` with the file; bytes are copied only where they do not lie side by side.
  static func with(
    _ bytes: some Collection<UInt8>, named name: String, expected: [ImageFormat] = ImageFormat.allCases,
    _ body: (EncodedImage) throws -> Image
  ) throws -> Image {
    func result(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Image {
      try body(EncodedImage(bytes: bytes, name: name, format: ImageFormat(of: bytes, named: name, expected: expected)))
    }
    if let image = try bytes.withContiguousStorageIfAvailable(result) { return image }
    return try Array(bytes).withUnsafeBufferPointer(result)
  }

  /// The image, or the part of it that `part` chooses within the frame as it is shown.
  func decoded(
    as mode: ColorMode, applyingOrientation: Bool, part: (_ frame: Rectangle) throws -> Rectangle
  ) throws -> Image {
    let reader: any ImageReader =
      switch format {
      case .jpeg: try JPEGReader(bytes, named: name)
      case .png: try PNGReader(bytes, named: name)
      }
    let (width, height) = (reader.width, reader.height)
    guard width <= Image.maximumPixelCount / height else {
      throw FileError(
        path: name, problem: "claims \(width) × \(height) pixels, expected at most \(Image.maximumPixelCount) in all")
    }
    let orientation = applyingOrientation ? Orientation(exifOf: bytes, format) : .upright
    let frame =
      orientation.transposes
      ? Rectangle(x: 0, y: 0, width: height, height: width) : Rectangle(x: 0, y: 0, width: width, height: height)
    let part = try part(frame)
    require(frame.contains(part), "Image.decode: \(part) does not lie within \(frame.width) × \(frame.height)")
    let stored = orientation.stored(part, width: width, height: height)
    let channels = mode.channels
    let pixels = try [UInt8](unsafeUninitializedCapacity: stored.width * stored.height * channels) { buffer, count in
      try reader.read(stored, channels: channels, into: buffer)
      count = buffer.count
    }
    return orientation.shown(Image(width: stored.width, height: stored.height, channels: channels, pixels: pixels))
  }
}
