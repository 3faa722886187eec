// Rotation, zoom, flips and shifts as one pass over the pixels.

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
  /// Writes the warped `source` as numbers: levels are interpolated bilinearly and multiplied by `scale`.
  ///
  /// - Parameters:
  ///   - border: what lies outside the source.
  ///   - contrast: how far values move from their channel's mean over the source, 1 leaving them where they are.
  ///   - brightness: what is then added to the levels of each channel. Values are not clipped to the range of levels.
  /// - Shape: source [H, W, C] → output [height, width, C]
  public func apply(
    to source: ImageView, width: Int, height: Int, border: BorderMode = .reflect, scale: Float, contrast: Float = 1,
    brightness: SIMD3<Float> = SIMD3(), into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      output.count == width * height * source.channels,
      "AffineWarp: \(output.count) numbers do not make an image of [\(height), \(width), \(source.channels)]")
    guard let output = output.baseAddress else { return }
    let spanX = Self.span(from: x0, xx * Double(width - 1), xy * Double(height - 1))
    let spanY = Self.span(from: y0, yx * Double(width - 1), yy * Double(height - 1))
    let channels = source.channels
    precondition(
      spanX.count * spanY.count * channels < 1 << 26, "AffineWarp: \(self) shows too much beyond the source's edges")
    let factor = scale * contrast
    let offset = brightness * scale + (contrast == 1 ? SIMD3() : source.means * (scale - factor))
    source.withValues(columns: spanX, rows: spanY, border: border, factor: factor, offset: offset) { canvas in
      let rowLength = spanX.count * channels
      let (stepX, stepY) = (Float(xx), Float(yx))
      for y in 0..<height {
        let baseX = Float(xy * Double(y) + x0 - Double(spanX.lowerBound))
        let baseY = Float(yy * Double(y) + y0 - Double(spanY.lowerBound))
        let row = output + y * width * channels
        for x in stride(from: 0, to: width, by: 4) {
          // Four pixels at a time; at the end of a row the last one is computed again for the missing ones.
          let steps = (SIMD4<Float>(0, 1, 2, 3) + Float(x)).replacing(
            with: Float(width - 1), where: SIMD4(0, 1, 2, 3) .>= Int32(width - x))
          let (placeX, placeY) = (baseX + stepX * steps, baseY + stepY * steps)
          let (left, top) = (whole(placeX), whole(placeY))
          let (fractionX, fractionY) = (placeX - left.float, placeY - top.float)
          let corner = top.integer &* Int32(rowLength) &+ left.integer &* Int32(channels)
          for channel in 0..<channels {
            let plane = canvas + channel
            let (a, b) = (gather(plane, corner), gather(plane + channels, corner))
            let (c, d) = (gather(plane + rowLength, corner), gather(plane + rowLength + channels, corner))
            let (upper, lower) = (a + (b - a) * fractionX, c + (d - c) * fractionX)
            let values = upper + (lower - upper) * fractionY
            if channels == 1 && x + 4 <= width {
              UnsafeMutableRawPointer(row + x).storeBytes(of: values, as: SIMD4<Float>.self)
            } else {
              for lane in 0..<min(4, width - x) { row[(x + lane) * channels + channel] = values[lane] }
            }
          }
        }
      }
    }
  }

  /// The pixels that places from `origin` to `origin` + `one` + `other` are interpolated from, and one more on either side
  /// for rounding.
  private static func span(from origin: Double, _ one: Double, _ other: Double) -> Range<Int> {
    let low = origin + min(one, 0) + min(other, 0)
    let high = origin + max(one, 0) + max(other, 0)
    precondition(low > -0x1p20 && high < 0x1p20, "AffineWarp: shows places from \(low) to \(high)")
    return Int(low.rounded(.down)) - 1..<Int(high.rounded(.down)) + 3
  }
}

/// `values`, which lie in 0 ..< 2²², rounded down. On processors of the baseline the obvious ways are calls, or checked one
/// by one; but adding 2²³ rounds to an integer and leaves it in the low bits.
@inline(__always)
private func whole(_ values: SIMD4<Float>) -> (float: SIMD4<Float>, integer: SIMD4<Int32>) {
  let shift: Float = 0x1p23
  let nearest = (values + shift) - shift
  let lower = nearest - SIMD4<Float>().replacing(with: 1, where: nearest .> values)
  return (lower, unsafeBitCast(lower + shift, to: SIMD4<Int32>.self) &- Int32(bitPattern: shift.bitPattern))
}

@inline(__always)
private func gather(_ values: UnsafePointer<Float>, _ indices: SIMD4<Int32>) -> SIMD4<Float> {
  SIMD4(
    values[Int(indices[0])], values[Int(indices[1])], values[Int(indices[2])], values[Int(indices[3])])
}
