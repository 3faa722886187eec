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
}

/// Pixels somewhere in memory, [H, W, C], read in place.
public struct ImageView {
  /// Rows of interleaved channels.
  public let pixels: UnsafeBufferPointer<UInt8>
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Values of a pixel.
  public let channels: Int

  /// A view of `pixels`, [H, W, C], valid as long as they are.
  public init(pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int, channels: Int) {
    precondition(
      width > 0 && height > 0 && (channels == 1 || channels == 3) && pixels.count == width * height * channels,
      "ImageView: \(pixels.count) pixel values do not make an image of [\(height), \(width), \(channels)]")
    (self.pixels, self.width, self.height, self.channels) = (pixels, width, height, channels)
  }
}

extension AffineWarp {
  /// Writes the warped `source` as numbers: levels are interpolated bilinearly and multiplied by `scale`.
  ///
  /// Outside the source lies its mirror image, the edge pixels repeated (d c b a | a b c d | d c b a).
  ///
  /// - Parameter contrast: how far values move from their channel's mean over the source, 1 leaving them where they are;
  ///   they are not clipped to the range of levels.
  /// - Shape: source [H, W, C] → output [height, width, C]
  public func apply(
    to source: ImageView, width: Int, height: Int, scale: Float, contrast: Float = 1,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      output.count == width * height * source.channels,
      "AffineWarp: \(output.count) numbers do not make an image of [\(height), \(width), \(source.channels)]")
    let offsets = contrast == 1 ? SIMD3() : source.means * (1 - contrast) * scale
    // The number of channels as a constant makes the inner loops straight code.
    switch source.channels {
    case 1: warp(source, channels: 1, width, height, contrast * scale, offsets, output)
    default: warp(source, channels: 3, width, height, contrast * scale, offsets, output)
    }
  }

  @inline(__always)
  private func warp(
    _ source: ImageView, channels: Int, _ width: Int, _ height: Int, _ factor: Float, _ offsets: SIMD3<Float>,
    _ output: UnsafeMutableBufferPointer<Float>
  ) {
    guard let pixels = source.pixels.baseAddress, var target = output.baseAddress else { return }
    let (stepX, stepY) = (Float(xx), Float(yx))
    for y in 0..<height {
      let (baseX, baseY) = (Float(xy * Double(y) + x0), Float(yy * Double(y) + y0))
      // Where all four neighbours lie within the source there is no need to mirror.
      let inner = Self.interval(baseX, stepX, below: Float(source.width - 1), width)
        .clamped(to: Self.interval(baseY, stepY, below: Float(source.height - 1), width))

      func sample(_ x: Int, mirrored: Bool) {
        let (sx, sy) = (baseX + stepX * Float(x), baseY + stepY * Float(x))
        var (column, row) = (Int(sx), Int(sy))
        var (right, below) = (column + 1, row + 1)
        if mirrored {
          (column, row) = (Int(sx.rounded(.down)), Int(sy.rounded(.down)))
          (right, below) = (Self.mirror(column + 1, source.width), Self.mirror(row + 1, source.height))
        }
        let (fx, fy) = (sx - Float(column), sy - Float(row))
        if mirrored { (column, row) = (Self.mirror(column, source.width), Self.mirror(row, source.height)) }
        let (upper, lower) = (pixels + row * source.width * channels, pixels + below * source.width * channels)
        for c in 0..<channels {
          let (a, b) = (Float(upper[column * channels + c]), Float(upper[right * channels + c]))
          let (d, e) = (Float(lower[column * channels + c]), Float(lower[right * channels + c]))
          let (top, bottom) = (a + (b - a) * fx, d + (e - d) * fx)
          target[x * channels + c] = (top + (bottom - top) * fy) * factor + offsets[c]
        }
      }
      for x in 0..<inner.lowerBound { sample(x, mirrored: true) }
      for x in inner { sample(x, mirrored: false) }
      for x in inner.upperBound..<width { sample(x, mirrored: true) }
      target += width * channels
    }
  }

  /// The x in 0 ..< count for which 0 ≤ base + step · x < limit: one interval, because rounding keeps the order.
  private static func interval(_ base: Float, _ step: Float, below limit: Float, _ count: Int) -> Range<Int> {
    func isInside(_ x: Int) -> Bool {
      let place = base + step * Float(x)
      return place >= 0 && place < limit
    }
    guard step != 0 else { return isInside(0) ? 0..<count : 0..<0 }
    let (one, other) = (-base / step, (limit - base) / step)
    // An estimate, one pixel too wide, then trimmed by the very arithmetic that the samples use.
    var low = Int(max(0, min(Float(count), min(one, other) - 1)))
    var high = Int(max(0, min(Float(count), max(one, other) + 2)))
    while low < high && !isInside(low) { low += 1 }
    while low < high && !isInside(high - 1) { high -= 1 }
    return low < high ? low..<high : 0..<0
  }

  private static func mirror(_ index: Int, _ count: Int) -> Int {
    let remainder = index % (2 * count)
    let place = remainder < 0 ? remainder + 2 * count : remainder
    return place < count ? place : 2 * count - 1 - place
  }
}

extension ImageView {
  /// The mean level of each channel.
  fileprivate var means: SIMD3<Float> {
    var sums = SIMD3<Int>()
    for channel in 0..<channels {
      var sum = 0
      for index in stride(from: channel, to: pixels.count, by: channels) { sum += Int(pixels[index]) }
      sums[channel] = sum
    }
    return SIMD3<Float>(sums) / Float(width * height)
  }
}
