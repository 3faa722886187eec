// Rotation, zoom, flips and shifts as one pass over the pixels.
internal import CKernels
internal import Preconditions

/// A map that says, for every output pixel, which place of the source it shows.
///
/// Output pixel (x, y) shows the source at (`xx` · x + `xy` · y + `x0`, `yx` · x + `yy` · y + `y0`), where whole numbers
/// are the centres of pixels.
public struct AffineWarp: Sendable, Equatable {
  /// Columns of the source per output column.
  public var xx: Double
  /// Columns of the source per output row.
  public var xy: Double
  /// Source column of the top left output pixel.
  public var x0: Double
  /// Rows of the source per output column.
  public var yx: Double
  /// Rows of the source per output row.
  public var yy: Double
  /// Source row of the top left output pixel.
  public var y0: Double

  /// A warp from its matrix, row by row.
  public init(xx: Double, xy: Double, x0: Double, yx: Double, yy: Double, y0: Double) {
    (self.xx, self.xy, self.x0) = (xx, xy, x0)
    (self.yx, self.yy, self.y0) = (yx, yy, y0)
  }

  /// The warp with the given linear part that keeps the centre of a `width` × `height` image in place.
  public init(about width: Int, _ height: Int, xx: Double, xy: Double, yx: Double, yy: Double) {
    let (cx, cy) = (Double(width - 1) / 2, Double(height - 1) / 2)
    self.init(xx: xx, xy: xy, x0: cx - xx * cx - xy * cy, yx: yx, yy: yy, y0: cy - yx * cx - yy * cy)
  }

  /// The warp whose result is this one's, moved by so many pixels.
  public func moved(right: Double, down: Double) -> AffineWarp {
    AffineWarp(xx: xx, xy: xy, x0: x0 - xx * right - xy * down, yx: yx, yy: yy, y0: y0 - yx * right - yy * down)
  }
}

extension AffineWarp {
  /// Writes the warped `source` as numbers: levels are interpolated bilinearly, multiplied by `scale`, and each channel's
  /// `offset` is added.
  ///
  /// - Parameters:
  ///   - source: the image as it is.
  ///   - width: pixels in a row of the result.
  ///   - height: rows of the result.
  ///   - border: what lies outside the source; black is level 0.
  ///   - scale: what every level is multiplied by.
  ///   - offset: what is then added to each channel.
  ///   - contrast: how far values move from their channel's mean over the source, 1 leaving them where they are.
  ///   - brightness: what is then added to the levels of each channel. Values are not clipped to the range of levels.
  ///   - output: where the numbers go, [height, width, C].
  /// - Shape: source [H, W, C] → output [height, width, C]
  public func apply(
    to source: ImageView, width: Int, height: Int, border: BorderMode = .reflect, scale: Float,
    offset: SIMD3<Float> = SIMD3(), contrast: Float = 1, brightness: SIMD3<Float> = SIMD3(),
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    require(
      output.count == width * height * source.channels,
      "AffineWarp: \(output.count) numbers do not make an image of [\(height), \(width), \(source.channels)]")
    guard let output = output.baseAddress else { return }
    let spanX = Self.span(from: x0, xx * Double(width - 1), xy * Double(height - 1))
    let spanY = Self.span(from: y0, yx * Double(width - 1), yy * Double(height - 1))
    let channels = source.channels
    require(
      spanX.count * spanY.count * channels < 1 << 26, "AffineWarp: \(self) shows too much beyond the source's edges")
    let factor = scale * contrast
    let added = brightness * scale + (contrast == 1 ? SIMD3() : source.means * (scale - factor)) + offset
    source.withLevels(columns: spanX, rows: spanY, border: border) { canvas in
      for y in 0..<height {
        var line = gk_warp_line(
          column: Float(xy * Double(y) + x0 - Double(spanX.lowerBound)),
          row: Float(yy * Double(y) + y0 - Double(spanY.lowerBound)), column_step: Float(xx), row_step: Float(yx),
          factor: factor, offset: (added.x, added.y, added.z))
        gk_warp_pixels(
          canvas, spanX.count * channels, Int32(channels), &line, output + y * width * channels, width)
      }
    }
  }

  /// The pixels that places from `origin` to `origin` + `one` + `other` are interpolated from, and one more on either side
  /// for rounding.
  private static func span(from origin: Double, _ one: Double, _ other: Double) -> Range<Int> {
    let low = origin + min(one, 0) + min(other, 0)
    let high = origin + max(one, 0) + max(other, 0)
    require(low > -0x1p20 && high < 0x1p20, "AffineWarp: shows places from \(low) to \(high)")
    return Int(low.rounded(.down)) - 1..<Int(high.rounded(.down)) + 3
  }
}
