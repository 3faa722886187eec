// Heights and widths of images.
internal import Preconditions

/// The size of an image in pixels; as text and in files `64` for a square and `320x240`, width first, for others.
public struct ImageSize: Sendable, Hashable {
  /// Number of rows.
  public let height: Int
  /// Number of columns.
  public let width: Int

  /// A size of at least one pixel.
  public init(height: Int, width: Int) {
    require(height > 0 && width > 0, "ImageSize: expected positive extents, found height \(height), width \(width)")
    self.height = height
    self.width = width
  }
}

extension ImageSize: ExpressibleByIntegerLiteral {
  /// A square of `side`×`side` pixels.
  public init(side: Int) { self.init(height: side, width: side) }

  /// A square of as many pixels a side.
  public init(integerLiteral side: Int) { self.init(side: side) }
}

extension ImageSize: LosslessStringConvertible {
  /// The size that a text gives, as `64` or `320x240`, width first; nil for other texts.
  public init?(_ description: String) {
    let extents = description.split(separator: "x", omittingEmptySubsequences: false).map { text in
      // A number as it is written here: no sign, no leading zeros.
      Int(text).flatMap { $0 > 0 && "\($0)" == text ? $0 : nil }
    }
    guard extents.count <= 2, let width = extents[0], let height = extents[extents.count - 1] else { return nil }
    self.init(height: height, width: width)
  }

  /// `64`, or `320x240`, width first.
  public var description: String { height == width ? "\(height)" : "\(width)x\(height)" }
}

extension ImageSize: Codable {
  /// A size from a number or a text.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let text = try (try? value.decode(Int.self)).map(String.init) ?? value.decode(String.self)
    guard let size = ImageSize(text) else {
      throw DecodingError.dataCorruptedError(
        in: value, debugDescription: "expected a size as 64 or 320x240 (width x height), found \(text)")
    }
    self = size
  }

  /// Squares are written as a number, others as text.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    if height == width {
      try value.encode(height)
    } else {
      try value.encode(description)
    }
  }
}
