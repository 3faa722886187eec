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
  /// The largest shift, relative to height and to width, drawn independently.
  public var shift: Double
  /// The largest change of brightness, relative to the range of levels.
  public var brightness: Double
  /// What one standard deviation of colour jitter adds to red, green and blue, relative to the range of levels.
  ///
  /// The three change together, along one axis: Krizhevsky et al. (2012) with the first principal component of the data's
  /// colours alone, as Dieleman et al. (2015) did it. Grey images change by the luma of the axis.
  public var colorAxis: ColorAxis
  /// What is seen where the variation shows places outside the image.
  public var border: BorderMode

  /// A direction in the space of colours.
  public struct ColorAxis: Sendable, Equatable, Codable {
    /// Red, relative to the range of levels.
    public var red: Double
    /// Green.
    public var green: Double
    /// Blue.
    public var blue: Double

    /// The direction of the given components.
    public init(red: Double, green: Double, blue: Double) {
      (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// No direction: colours as they are.
    public static let none = ColorAxis(red: 0, green: 0, blue: 0)
  }

  /// Variations within the given ranges; those not named are off.
  public init(
    flipsHorizontally: Bool = false, flipsVertically: Bool = false, rotation: Double = 0, zoom: Double = 0,
    contrast: Double = 0, shift: Double = 0, brightness: Double = 0, colorAxis: ColorAxis = .none,
    border: BorderMode = .reflect
  ) {
    self.flipsHorizontally = flipsHorizontally
    self.flipsVertically = flipsVertically
    self.rotation = rotation
    self.zoom = zoom
    self.contrast = contrast
    self.shift = shift
    self.brightness = brightness
    self.colorAxis = colorAxis
    self.border = border
  }

  /// Images as they are.
  public static let none = Augmentation()

  /// For things without an upside and a downside: flips both ways and any rotation, shift and zoom by up to a tenth.
  public static let galaxies = Augmentation(
    flipsHorizontally: true, flipsVertically: true, rotation: 0.5, zoom: 0.1, shift: 0.1)

  /// For things that stand upright: left and right exchanged, shift and zoom by up to a tenth.
  public static let photographs = Augmentation(flipsHorizontally: true, zoom: 0.1, shift: 0.1)

  /// One variation, drawn uniformly.
  public func draw(using source: inout RandomSource) -> AugmentationDraw {
    // Every number is drawn whether its range is open or not, so that switching one off leaves the others as they were;
    // new ones are drawn last.
    let flips = (source.bernoulli(0.5), source.bernoulli(0.5))
    return AugmentationDraw(
      isFlippedHorizontally: flipsHorizontally && flips.0,
      isFlippedVertically: flipsVertically && flips.1,
      turns: Self.uniform(within: rotation, &source),
      spanX: 1 + Self.uniform(within: zoom, &source),
      spanY: 1 + Self.uniform(within: zoom, &source),
      contrast: 1 + Self.uniform(within: contrast, &source),
      shiftX: Self.uniform(within: shift, &source),
      shiftY: Self.uniform(within: shift, &source),
      brightness: Self.uniform(within: brightness, &source),
      color: source.normal() * SIMD3(Float(colorAxis.red), Float(colorAxis.green), Float(colorAxis.blue)))
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

/// One variation of an image: flipped, then rotated, then zoomed about its centre, then shifted, and its contrast,
/// brightness and colours changed.
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
  /// How far things move to the right, in widths of the image.
  public var shiftX: Float
  /// How far things move down, in heights of the image.
  public var shiftY: Float
  /// What is added to all levels, relative to their range.
  public var brightness: Float
  /// What is added to red, green and blue, relative to the range of levels.
  public var color: SIMD3<Float>

  /// The geometry of the variation, for images of `width` × `height` pixels.
  public func warp(width: Int, height: Int) -> AffineWarp {
    // From the result back to the image: undo the shift, the zoom, the rotation, then the flips.
    let angle = 2 * Double.pi * Double(turns)
    let (flipX, flipY) = (isFlippedHorizontally ? -1.0 : 1.0, isFlippedVertically ? -1.0 : 1.0)
    let centred = AffineWarp(
      about: width, height,
      xx: flipX * cos(angle) * Double(spanX), xy: flipX * sin(angle) * Double(spanY),
      yx: -flipY * sin(angle) * Double(spanX), yy: flipY * cos(angle) * Double(spanY))
    return centred.moved(right: Double(shiftX) * Double(width), down: Double(shiftY) * Double(height))
  }

  /// Writes the variation of `image`, all of it, as numbers: levels times `scale`.
  ///
  /// - Shape: image [H, W, C] → output [H, W, C]
  public func apply(
    to image: ImageView, border: BorderMode, scale: Float, into output: UnsafeMutableBufferPointer<Float>
  ) {
    let added = 255 * (color + brightness)
    // A grey image changes by the luma of the change, with the weights of JPEG.
    let luma = 0.299 * added.x + 0.587 * added.y + 0.114 * added.z
    warp(width: image.width, height: image.height).apply(
      to: image, width: image.width, height: image.height, border: border, scale: scale, contrast: contrast,
      brightness: image.channels == 1 ? SIMD3(repeating: luma) : added, into: output)
  }
}
