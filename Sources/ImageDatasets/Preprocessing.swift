// From a file to the pixels a network sees; stored with its weights.
internal import DataFiles
public import Images
internal import Preconditions

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
  /// What the levels become in the network's input.
  public var scale: PixelScale

  /// A preprocessing to `width` × `height` pixels.
  public init(
    crop: Crop, width: Int, height: Int, filter: ResizeFilter = .area, grayscale: Bool, scale: PixelScale = .unit
  ) {
    require(
      Self.sides.contains(width) && Self.sides.contains(height),
      "Preprocessing: expected sides from 1 to \(Self.sides.upperBound), found \(width) × \(height)")
    self.crop = crop
    self.width = width
    self.height = height
    self.filter = filter
    self.grayscale = grayscale
    self.scale = scale
  }

  /// Sides that a result can have.
  public static let sides = 1...8192

  /// Channels of the result.
  public var channels: Int { grayscale ? 1 : 3 }
  /// Values of the result.
  public var imageSize: Int { height * width * channels }

  /// The image in the file at `path`, ready for the network.
  ///
  /// - Shape: → [height, width, channels]
  /// - Throws: `FileError` where it cannot be decoded or is smaller than a central crop.
  public func apply(path: String) throws -> Image {
    let decoded = try Image.decode(path: path, as: grayscale ? .grayscale : .rgb) { try part(of: $0, named: path) }
    return resized(decoded)
  }

  /// As ``apply(path:)`` for an image decoded already, grey or in colour; `name` stands for the path in errors.
  public func apply(to image: Image, named name: String) throws -> Image {
    let part = image.cropped(to: try part(of: image.frame, named: name))
    return resized(grayscale ? part.luma : part.inColor)
  }

  /// The part of a frame that has to be looked at, whatever its pixels are.
  private func part(of frame: Rectangle, named name: String) throws -> Rectangle {
    guard case .center(let width, let height) = crop else { return frame }
    guard width <= frame.width && height <= frame.height else {
      throw FileError(
        path: name,
        problem: "is \(frame.width) × \(frame.height) pixels, too small for the central \(width) × \(height)")
    }
    return Rectangle(width: width, height: height, centeredIn: frame)
  }

  private func resized(_ part: Image) -> Image {
    let part = crop == .regionOfInterest ? part.cropped(to: RegionOfInterest.square(in: part)) : part
    return part.resized(width: width, height: height, by: filter)
  }

  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    crop = try container.decode(Crop.self, forKey: .crop)
    width = try container.decode(Int.self, forKey: .width)
    height = try container.decode(Int.self, forKey: .height)
    filter = try container.decode(ResizeFilter.self, forKey: .filter)
    grayscale = try container.decode(Bool.self, forKey: .grayscale)
    scale = try container.decode(PixelScale.self, forKey: .scale)
    guard Self.sides.contains(width) && Self.sides.contains(height) else {
      throw DecodingError.dataCorruptedError(
        forKey: .width, in: container,
        debugDescription: "expected sides from 1 to \(Self.sides.upperBound), found \(width) × \(height)")
    }
  }
}

extension Preprocessing {
  /// In what the pixels made by this and by an `expected` preprocessing differ, in words; `nil` where they are the same.
  ///
  /// The scale is no difference: it is applied to pixels when they become numbers.
  public func pixelDifference(from expected: Preprocessing) -> String? {
    let aspects: [(name: String, (Preprocessing) -> String)] = [
      ("crop", { "\($0.crop)" }), ("size", { "\($0.width)x\($0.height)" }), ("filter", { $0.filter.rawValue }),
      ("channels", { $0.grayscale ? "grey" : "RGB" }),
    ]
    let differences = aspects.compactMap { name, text in
      text(self) == text(expected) ? nil : "\(name) \(text(self)), expected \(text(expected))"
    }
    return differences.isEmpty ? nil : differences.joined(separator: "; ")
  }
}

extension Image {
  /// The image in three channels; those of a grey one are equal.
  fileprivate var inColor: Image {
    if channels == 3 { return self }
    return Image(width: width, height: height, channels: 3, pixels: pixels.flatMap { [$0, $0, $0] })
  }
}
