// How training images are varied, and one such variation.
internal import Foundation
public import Images
public import Tensors

/// The ranges that random variations of training images are drawn from.
public struct Augmentation: Sendable, Equatable, Codable {
  /// Left and right are exchanged in half of the draws.
  public var flipsHorizontally: Bool
  /// Top and bottom are exchanged in half of the draws.
  public var flipsVertically: Bool
  /// The largest rotation either way, in turns.
  public var rotation: Double
  /// The largest relative change of height and of width, drawn independently: 0.1 is ±10 %.
  public var zoom: Double
  /// The largest relative change of contrast.
  public var contrast: Double

  /// Variations within the given ranges; those not named are off.
  public init(
    flipsHorizontally: Bool = false, flipsVertically: Bool = false, rotation: Double = 0, zoom: Double = 0,
    contrast: Double = 0
  ) {
    self.flipsHorizontally = flipsHorizontally
    self.flipsVertically = flipsVertically
    self.rotation = rotation
    self.zoom = zoom
    self.contrast = contrast
  }

  /// Images as they are.
  public static let none = Augmentation()

  /// One variation, drawn uniformly.
  public func draw(using source: inout RandomSource) -> AugmentationDraw {
    // Every number is drawn whether its range is open or not, so that switching one off leaves the others as they were.
    let flips = (source.bernoulli(0.5), source.bernoulli(0.5))
    return AugmentationDraw(
      isFlippedHorizontally: flipsHorizontally && flips.0,
      isFlippedVertically: flipsVertically && flips.1,
      turns: Self.uniform(within: rotation, &source),
      spanX: 1 + Self.uniform(within: zoom, &source),
      spanY: 1 + Self.uniform(within: zoom, &source),
      contrast: 1 + Self.uniform(within: contrast, &source))
  }

  private static func uniform(within limit: Double, _ source: inout RandomSource) -> Float {
    source.uniform(in: Float(-limit)...Float(limit))
  }

  /// The variation of one image in one epoch; it depends on nothing else, neither on the batch nor on the thread.
  public func draw(seed: UInt64, epoch: Int, identifier: String) -> AugmentationDraw {
    var source = RandomSource(seed: seed).split("augmentation").split(UInt64(epoch)).split(identifier)
    return draw(using: &source)
  }
}

/// One variation of an image: flipped, then rotated, then zoomed about its centre, and its contrast changed.
public struct AugmentationDraw: Sendable, Equatable {
  /// Left and right are exchanged.
  public var isFlippedHorizontally: Bool
  /// Top and bottom are exchanged.
  public var isFlippedVertically: Bool
  /// Rotation in turns, clockwise on the screen.
  public var turns: Float
  /// Columns of the image seen per column of the result; above 1 things look narrower.
  public var spanX: Float
  /// Rows of the image seen per row of the result.
  public var spanY: Float
  /// Factor on the distance from the mean.
  public var contrast: Float

  /// The geometry of the variation, for images of `width` × `height` pixels.
  public func warp(width: Int, height: Int) -> AffineWarp {
    // From the result back to the image: undo the zoom, then the rotation, then the flips.
    let angle = 2 * Double.pi * Double(turns)
    let (flipX, flipY) = (isFlippedHorizontally ? -1.0 : 1.0, isFlippedVertically ? -1.0 : 1.0)
    return AffineWarp(
      about: width, height,
      xx: flipX * cos(angle) * Double(spanX), xy: flipX * sin(angle) * Double(spanY),
      yx: -flipY * sin(angle) * Double(spanX), yy: flipY * cos(angle) * Double(spanY))
  }
}
