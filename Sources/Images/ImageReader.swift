// A file in memory, decoded in whatever format it is.
internal import DataFiles
internal import Preconditions

/// An image file whose header is read; its bytes stay in place as long as the reader.
final class ImageReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let name: String
  private let format: ImageFormat
  private let decoder: OpaquePointer

  /// Reads the header; `name` stands for the path in errors.
  ///
  /// - Throws: `FileError` where the file is empty, of no known format, or damaged.
  init(_ bytes: UnsafeBufferPointer<UInt8>, named name: String) throws {
    self.bytes = bytes
    self.name = name
    format = try ImageFormat.format(of: bytes, named: name)
    guard let decoder = format.makeDecoder() else { throw FileError(path: name, problem: "no memory to decode it") }
    self.decoder = decoder
    try check(format.readHeader(decoder, bytes.baseAddress, bytes.count))
  }

  deinit { format.destroy(decoder) }

  /// Whether it claims more pixels than are decoded.
  var isTooLarge: Bool {
    let (width, height) = format.size(decoder)
    return width > Image.maximumPixelCount / height
  }

  /// How the image is stored.
  var form: ImageInspection.Form {
    let (size, form) = (format.size(decoder), format.form(decoder))
    return ImageInspection.Form(
      format: format.name, width: size.width, height: size.height, isGrey: form.isGrey, hasInks: form.hasInks,
      isProgressive: form.isProgressive, isTurned: orientation != .upright)
  }

  private var orientation: Orientation {
    format.exif(bytes).flatMap(Orientation.init(tiff:)) ?? .upright
  }

  /// The image, or the part of it that `part` chooses within the frame as it is shown.
  ///
  /// - Throws: `FileError` where the image is too large or the file damaged; what `part` throws.
  func image(
    as mode: ColorMode, applyingOrientation: Bool, part: (_ frame: Rectangle) throws -> Rectangle
  ) throws -> Image {
    let (width, height) = format.size(decoder)
    guard !isTooLarge else {
      throw FileError(
        path: name, problem: "claims \(width) × \(height) pixels, expected at most \(Image.maximumPixelCount) in all")
    }
    let orientation = applyingOrientation ? self.orientation : .upright
    let frame =
      orientation.transposes
      ? Rectangle(x: 0, y: 0, width: height, height: width) : Rectangle(x: 0, y: 0, width: width, height: height)
    let part = try part(frame)
    require(frame.contains(part), "Image.decode: \(part) does not lie within \(frame.width) × \(frame.height)")
    let stored = orientation.stored(part, width: width, height: height)
    let channels = mode.channels
    try requireMemory(stored.width * stored.height * channels, for: name)
    let pixels = try [UInt8](unsafeUninitializedCapacity: stored.width * stored.height * channels) { buffer, count in
      try check(format.readPixels(decoder, channels, stored, buffer.baseAddress))
      count = buffer.count
    }
    return orientation.shown(Image(width: stored.width, height: stored.height, channels: channels, pixels: pixels))
  }

  /// Makes sure that the decoder did what it was asked for.
  private func check(_ status: Int32) throws {
    if status == ImageFormat.tooLarge {
      throw FileError(path: name, problem: "is too large a \(format.name): \(format.message(decoder))")
    }
    guard status == 0 else {
      throw FileError(path: name, problem: "is a damaged \(format.name): \(format.message(decoder))")
    }
  }
}
