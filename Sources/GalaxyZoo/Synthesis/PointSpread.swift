// What air and telescope do to a point of light.
internal import Foundation

/// The point spread function of an exposure: two Gaussians, one for the core and one for the wings.
///
/// Every band has its own width and its own small displacement, as the bands are exposed one after the other.
package struct PointSpread: Sendable {
  /// Standard deviation of the core, per band, in pixels.
  package var sigma: BandFlux
  /// Displacement of the bands, in pixels.
  package var offsetX: BandFlux
  /// Displacement of the bands, in pixels.
  package var offsetY: BandFlux

  /// The share of the light in the wings, and their width over the core's (Stoughton et al. 2002).
  package static let wingFraction: Float = 0.12
  package static let wingScale: Float = 2.6

  package init(sigma: BandFlux, offsetX: BandFlux, offsetY: BandFlux) {
    self.sigma = sigma
    self.offsetX = offsetX
    self.offsetY = offsetY
  }

  /// The width at half of the maximum in r, in pixels.
  package var fullWidthAtHalfMaximum: Float { 2.355 * sigma[1] }

  /// The share of a point's light per pixel at the given distance from it.
  package func density(x: Float, y: Float) -> BandFlux {
    let dx = BandFlux(repeating: x) - offsetX
    let dy = BandFlux(repeating: y) - offsetY
    let squares = dx * dx + dy * dy
    var result = BandFlux()
    for band in 0..<3 {
      let variance = sigma[band] * sigma[band]
      let wide = variance * Self.wingScale * Self.wingScale
      result[band] =
        (1 - Self.wingFraction) * exp(-0.5 * squares[band] / variance) / (2 * .pi * variance)
        + Self.wingFraction * exp(-0.5 * squares[band] / wide) / (2 * .pi * wide)
    }
    return result
  }

  /// Blurs the frame's light. Beyond the edges there is none.
  package func blur(_ frame: inout SkyFrame) {
    let core = convolved(frame, sigma: sigma, weight: 1 - Self.wingFraction)
    let wings = convolved(frame, sigma: sigma * Self.wingScale, weight: Self.wingFraction)
    for pixel in frame.light.indices {
      frame.light[pixel] = core[pixel] + wings[pixel]
    }
  }

  private func convolved(_ frame: SkyFrame, sigma: BandFlux, weight: Float) -> [BandFlux] {
    let horizontal = kernel(sigma: sigma, offset: offsetX, weight: weight)
    let vertical = kernel(sigma: sigma, offset: offsetY, weight: 1)
    let size = frame.size
    let reach = horizontal.count / 2
    var rows = [BandFlux](repeating: .zero, count: size * size)
    var result = rows
    frame.light.withUnsafeBufferPointer { light in
      rows.withUnsafeMutableBufferPointer { rows in
        for y in 0..<size {
          for x in 0..<size {
            var sum = BandFlux()
            for tap in max(0, x - reach)...min(size - 1, x + reach) {
              sum += light[y * size + tap] * horizontal[x - tap + reach]
            }
            rows[y * size + x] = sum
          }
        }
      }
    }
    rows.withUnsafeBufferPointer { rows in
      result.withUnsafeMutableBufferPointer { result in
        for y in 0..<size {
          for tap in max(0, y - reach)...min(size - 1, y + reach) {
            let factor = vertical[y - tap + reach]
            for x in 0..<size {
              result[y * size + x] += rows[tap * size + x] * factor
            }
          }
        }
      }
    }
    return result
  }

  private func kernel(sigma: BandFlux, offset: BandFlux, weight: Float) -> [BandFlux] {
    let reach = Int((2.8 * sigma.max()).rounded(.up)) + 1
    var taps = (-reach...reach).map { tap in
      let distance = (BandFlux(repeating: Float(tap)) - offset) / sigma
      let exponent = distance * distance * -0.5
      return BandFlux(exp(exponent.x), exp(exponent.y), exp(exponent.z))
    }
    let sum = taps.reduce(.zero, +)
    for tap in taps.indices { taps[tap] *= weight / sum }
    return taps
  }
}
