// The picture as it lies in memory.
internal import Preconditions

/// An 8-bit image, grey or RGB: rows of interleaved channels, from the top left.
///
/// - Shape: pixels [H, W, C]
public struct Image: Sendable, Equatable {
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 for grey, 3 for RGB.
  public let channels: Int
  /// `height` · `width` · `channels` levels from 0 to 255.
  public var pixels: [UInt8]

  /// An image of the given pixels, [H, W, C].
  public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
    require(
      width > 0 && height > 0 && (channels == 1 || channels == 3) && pixels.count == width * height * channels,
      "Image: \(pixels.count) pixel values do not make an image of [\(height), \(width), \(channels)]")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }
}
