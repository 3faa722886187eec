// Images that lie in someone else's memory.
internal import Preconditions

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
    require(
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

  /// Calls `body` with the levels of a rectangle that may reach beyond the edges, [rows, columns, C], and four bytes more.
  func withLevels(columns: Range<Int>, rows: Range<Int>, border: BorderMode, _ body: (UnsafePointer<UInt8>) -> Void) {
    let (inside, insideRows) = (columns.clamped(to: 0..<width), rows.clamped(to: 0..<height))
    let (channels, rowLength) = (channels, columns.count * channels)
    // Where the pixels beyond the left and right edges come from, -1 for black.
    let beyond = columns.filter { !inside.contains($0) }
    let sources = beyond.map { border.pixel($0, width) ?? -1 }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count * rowLength + 4) { canvas in
      guard let base = canvas.baseAddress, let pixels = pixels.baseAddress else { return }
      (base + rows.count * rowLength).initialize(repeating: 0, count: 4)
      func line(_ row: Int) -> UnsafeMutablePointer<UInt8> { base + (row - rows.lowerBound) * rowLength }
      func fill(_ row: Int, from source: Int) {
        let levels = pixels + source * width * channels
        // So that a column of the source has its place at its own index.
        let target = line(row) - columns.lowerBound * channels
        (target + inside.lowerBound * channels).update(
          from: levels + inside.lowerBound * channels, count: inside.count * channels)
        for (column, source) in zip(beyond, sources) {
          for channel in 0..<channels {
            target[column * channels + channel] = source < 0 ? 0 : levels[source * channels + channel]
          }
        }
      }
      for row in insideRows { fill(row, from: row) }
      for row in rows where !insideRows.contains(row) {
        if let source = border.pixel(row, height) {
          if insideRows.contains(source) {
            line(row).update(from: line(source), count: rowLength)
          } else {
            fill(row, from: source)
          }
        } else {
          line(row).initialize(repeating: 0, count: rowLength)
        }
      }
      body(base)
    }
  }
}
