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
  /// edges: [rows, columns, C].
  func withValues(
    columns: Range<Int>, rows: Range<Int>, border: BorderMode, factor: Float, offset: SIMD3<Float>,
    _ body: (UnsafePointer<Float>) -> Void
  ) {
    let inside = columns.clamped(to: 0..<width)
    let rowLength = columns.count * channels
    let sources = columns.map { border.pixel($0, width) }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows.count * rowLength) { values in
      guard let base = values.baseAddress, let pixels = pixels.baseAddress else { return }
      for (index, row) in rows.enumerated() {
        let line = base + index * rowLength
        guard let sourceRow = border.pixel(row, height) else {
          for x in 0..<columns.count { for channel in 0..<channels { line[x * channels + channel] = offset[channel] } }
          continue
        }
        let levels = pixels + sourceRow * width * channels
        let first = line - columns.lowerBound * channels
        if channels == 1 {
          for x in inside { first[x] = Float(levels[x]) * factor + offset[0] }
        } else {
          for x in inside {
            for channel in 0..<3 { first[3 * x + channel] = Float(levels[3 * x + channel]) * factor + offset[channel] }
          }
        }
        for x in 0..<columns.count where !inside.contains(columns.lowerBound + x) {
          for channel in 0..<channels {
            let level = sources[x].map { Float(levels[$0 * channels + channel]) } ?? 0
            line[x * channels + channel] = level * factor + offset[channel]
          }
        }
      }
      body(base)
    }
  }
}
