// From a file to the pixels a network sees; stored with its weights.
internal import Files
public import Images

/// How files become images of one size: decoded to grey or colour, cropped, resized.
///
/// A checkpoint carries this value, so that prediction sees what training saw.
public struct Preprocessing: Sendable, Equatable, Codable {
  /// The part of the frame that is kept.
  public var crop: Crop
  /// Columns of the result; the part is stretched to it.
  public var width: Int
  /// Rows of the result.
  public var height: Int
  /// How the part is brought to that size.
  public var filter: ResizeFilter
  /// One channel (luma) instead of three (RGB).
  public var grayscale: Bool

  /// A preprocessing to `width` × `height` pixels.
  public init(crop: Crop, width: Int, height: Int, filter: ResizeFilter = .area, grayscale: Bool) {
    precondition(width > 0 && height > 0, "Preprocessing: expected a size above zero, found \(width) × \(height)")
    self.crop = crop
    self.width = width
    self.height = height
    self.filter = filter
    self.grayscale = grayscale
  }

  /// Channels of the result.
  public var channels: Int { grayscale ? 1 : 3 }

  /// The image in the file at `path`, ready for the network.
  ///
  /// - Shape: → [height, width, channels]
  /// - Throws: `FileError` where it cannot be decoded or is smaller than a central crop.
  public func apply(path: String) throws -> Image {
    try apply(to: JPEG.decode(path: path, as: grayscale ? .grayscale : .rgb), named: path)
  }

  /// As ``apply(path:)`` for an image decoded already; `name` stands for the path in errors.
  public func apply(to image: Image, named name: String) throws -> Image {
    let image = grayscale ? image.luma : image
    precondition(image.channels == channels, "Preprocessing: colour cannot be made of a grey image")
    let rectangle: Rectangle
    switch crop {
    case .whole:
      rectangle = Rectangle(x: 0, y: 0, width: image.width, height: image.height)
    case .regionOfInterest:
      rectangle = RegionOfInterest.square(in: image)
    case .center(let width, let height):
      guard width <= image.width && height <= image.height else {
        throw FileError(
          path: name,
          problem: "is \(image.width) × \(image.height) pixels, too small for the central \(width) × \(height)")
      }
      rectangle = Rectangle(centeredIn: image, width: width, height: height)
    }
    return image.cropped(to: rectangle).resized(width: width, height: height, by: filter)
  }

  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    crop = try container.decode(Crop.self, forKey: .crop)
    width = try container.decode(Int.self, forKey: .width)
    height = try container.decode(Int.self, forKey: .height)
    filter = try container.decode(ResizeFilter.self, forKey: .filter)
    grayscale = try container.decode(Bool.self, forKey: .grayscale)
    guard width > 0 && height > 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .width, in: container, debugDescription: "expected a size above zero, found \(width) × \(height)")
    }
  }
}
