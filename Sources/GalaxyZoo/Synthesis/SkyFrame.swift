// A square piece of sky as the camera's pixels see it.
internal import Foundation

/// Light that falls on a square of pixels, in three bands.
package struct SkyFrame: Sendable {
  /// Pixels on a side.
  package let size: Int
  /// Flux per pixel, rows from the top left.
  package var light: [BandFlux]

  /// The side of a pixel of the Sloan survey's camera, in seconds of arc.
  package static let pixelScale: Float = 0.396

  /// An empty frame.
  package init(size: Int) {
    self.size = size
    light = [BandFlux](repeating: .zero, count: size * size)
  }

  /// The pixels on a line of the frame that lie within `reach` of `center`.
  package func pixels(around center: Float, reach: Float) -> Range<Int> {
    let first = min(max(0, Int((center - reach).rounded(.down))), size)
    let last = max(min(size, Int((center + reach).rounded(.up)) + 1), first)
    return first..<last
  }

  /// Adds a round Gaussian spot.
  ///
  /// - Parameter sigma: its standard deviation in pixels.
  package mutating func addSpot(x: Float, y: Float, sigma: Float, flux: BandFlux) {
    let sigma = max(sigma, 0.5)
    let peak = flux / (2 * .pi * sigma * sigma)
    let factor = -0.5 / (sigma * sigma)
    for row in pixels(around: y, reach: 3.5 * sigma) {
      let vertical = peak * exp(factor * (Float(row) - y) * (Float(row) - y))
      for column in pixels(around: x, reach: 3.5 * sigma) {
        light[row * size + column] += vertical * exp(factor * (Float(column) - x) * (Float(column) - x))
      }
    }
  }
}
