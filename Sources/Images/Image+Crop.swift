// Rectangles of images.
internal import Preconditions

/// A rectangle of pixels; (`x`, `y`) is its top left one.
public struct Rectangle: Sendable, Equatable {
  /// Column of the left edge.
  public let x: Int
  /// Row of the upper edge.
  public let y: Int
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int

  /// The rectangle from column `x` and row `y`.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The rectangle of `width` × `height` in the middle of `frame`; half a pixel towards the top left where it cannot be
  /// even.
  public init(width: Int, height: Int, centeredIn frame: Rectangle) {
    self.init(
      x: frame.x + (frame.width - width) / 2, y: frame.y + (frame.height - height) / 2, width: width, height: height)
  }

  /// Whether `part` holds pixels and all of them are in here.
  func contains(_ part: Rectangle) -> Bool {
    part.width > 0 && part.height > 0 && part.x >= x && part.y >= y
      && part.x + part.width <= x + width && part.y + part.height <= y + height
  }
}

extension Image {
  /// All of the image.
  public var frame: Rectangle { Rectangle(x: 0, y: 0, width: width, height: height) }

  /// The part of the image in `rectangle`, which must lie within it.
  ///
  /// - Shape: [H, W, C] → [rectangle.height, rectangle.width, C]
  public func cropped(to rectangle: Rectangle) -> Image {
    require(
      frame.contains(rectangle),
      "Image.cropped: \(rectangle) does not lie within [\(height), \(width), \(channels)]")
    if rectangle.width == width && rectangle.height == height { return self }
    var part: [UInt8] = []
    part.reserveCapacity(rectangle.width * rectangle.height * channels)
    for row in rectangle.y..<rectangle.y + rectangle.height {
      let start = (row * width + rectangle.x) * channels
      part.append(contentsOf: pixels[start..<start + rectangle.width * channels])
    }
    return Image(width: rectangle.width, height: rectangle.height, channels: channels, pixels: part)
  }
}
