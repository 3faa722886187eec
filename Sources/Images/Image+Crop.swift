// Rectangles of images.

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

  /// The rectangle of the given size in the middle of `image`; half a pixel towards the top left where it cannot be even.
  public init(centeredIn image: Image, width: Int, height: Int) {
    self.init(x: (image.width - width) / 2, y: (image.height - height) / 2, width: width, height: height)
  }
}

extension Image {
  /// The part of the image in `rectangle`, which must lie within it.
  ///
  /// - Shape: [H, W, C] → [rectangle.height, rectangle.width, C]
  public func cropped(to rectangle: Rectangle) -> Image {
    precondition(
      rectangle.x >= 0 && rectangle.y >= 0 && rectangle.width > 0 && rectangle.height > 0
        && rectangle.x + rectangle.width <= width && rectangle.y + rectangle.height <= height,
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
