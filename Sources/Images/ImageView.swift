// Images that lie in someone else's memory.

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

extension ImageView {
  /// The mean level of each channel.
  var means: SIMD3<Float> {
    var means = SIMD3<Float>()
    for channel in 0..<channels {
      var sum = 0
      for pixel in 0..<width * height { sum &+= Int(pixels[pixel &* channels &+ channel]) }
      means[channel] = Float(sum) / Float(width * height)
    }
    return means
  }

  /// Calls `body` with the levels, times `factor` plus the channel's `offset`, of a rectangle that may reach beyond the
  /// edges, where the mirror image lies: [rows, columns, C].
  func withMirroredValues(
    columns: Range<Int>, rows: Range<Int>, factor: Float, offset: SIMD3<Float>, _ body: (UnsafePointer<Float>) -> Void
  ) {
    let inside = columns.clamped(to: 0..<width)
    let rowLength = columns.count * channels
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count * rowLength) { values in
      guard let base = values.baseAddress, let pixels = pixels.baseAddress else { return }
      for (index, row) in rows.enumerated() {
        let line = base + index * rowLength - columns.lowerBound * channels
        let levels = pixels + Self.mirrored(row, height) * width * channels
        if channels == 1 {
          for x in inside { line[x] = Float(levels[x]) * factor + offset[0] }
        } else {
          for x in inside {
            for channel in 0..<3 { line[3 * x + channel] = Float(levels[3 * x + channel]) * factor + offset[channel] }
          }
        }
        for x in columns where x < inside.lowerBound || x >= inside.upperBound {
          let image = Self.mirrored(x, width)
          for channel in 0..<channels {
            line[x * channels + channel] = Float(levels[image * channels + channel]) * factor + offset[channel]
          }
        }
      }
      body(base)
    }
  }

  /// The pixel of a line of `count` that the mirror images show at `index`.
  private static func mirrored(_ index: Int, _ count: Int) -> Int {
    let remainder = index % (2 * count)
    let place = remainder < 0 ? remainder + 2 * count : remainder
    return place < count ? place : 2 * count - 1 - place
  }
}
