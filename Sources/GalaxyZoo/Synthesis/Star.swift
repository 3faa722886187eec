// Stars in front of galaxies.
internal import Foundation

/// A star of our own galaxy.
package struct Star: Sendable {
  /// Its place in the frame, in pixels.
  package var x: Float
  package var y: Float
  /// Brightness in r, in magnitudes.
  package var magnitude: Float
  package var color: StellarColor

  package init(x: Float, y: Float, magnitude: Float, color: StellarColor) {
    self.x = x
    self.y = y
    self.magnitude = magnitude
    self.color = color
  }

  /// Adds the star, its halo and its spikes to a frame that has been blurred already.
  package func draw(into frame: inout SkyFrame, exposure: Exposure) {
    let flux = color.flux * nanomaggies(magnitude: magnitude)
    let spread = exposure.pointSpread
    let core = spread.sigma.max() * PointSpread.wingScale * (magnitude < 18 ? 4.5 : 3.2)
    for row in frame.pixels(around: y, reach: core) {
      for column in frame.pixels(around: x, reach: core) {
        frame.light[row * frame.size + column] += flux * spread.density(x: Float(column) - x, y: Float(row) - y)
      }
    }
    if magnitude < 15.5 { drawHalo(into: &frame, exposure: exposure, flux: flux) }
    if magnitude < 13.2 { drawBleeding(into: &frame, exposure: exposure, flux: flux) }
  }

  // Charge that a full pixel cannot hold runs over into its neighbours along the column.
  private func drawBleeding(into frame: inout SkyFrame, exposure: Exposure, flux: BandFlux) {
    let (cosine, sine) = (cos(exposure.columnAngle), sin(exposure.columnAngle))
    // Pixels that the charge would fill; it thins out towards the ends.
    let length = flux / (24 * SkyStretch.saturation)
    let reach = length.max() + 6
    for row in frame.pixels(around: y, reach: reach) {
      for column in frame.pixels(around: x, reach: reach) {
        let (dx, dy) = (Float(column) - x, Float(row) - y)
        let (along, across) = (abs(dx * cosine + dy * sine), dy * cosine - dx * sine)
        guard abs(across) < 3 else { continue }
        let narrow = exp(-1.4 * across * across)
        for band in 0..<3 where along < length[band] {
          let rest = 1 - along / length[band]
          frame.light[row * frame.size + column][band] += SkyStretch.saturation[band] * narrow * rest * rest
        }
      }
    }
  }

  // Scattered light: a faint power law all round, and two crossed spikes.
  private func drawHalo(into frame: inout SkyFrame, exposure: Exposure, flux: BandFlux) {
    let (cosine, sine) = (cos(exposure.spikeAngle), sin(exposure.spikeAngle))
    // Red light is scattered furthest, inside the thin detectors.
    let halo = flux * BandFlux(2.4e-4, 1.3e-4, 1.7e-4)
    let spike = flux * (2.2e-4 * exposure.spikeStrength)
    let reach = 6 * (nanomaggies(magnitude: magnitude) * 1e-3).squareRoot() + 30
    for row in frame.pixels(around: y, reach: reach) {
      for column in frame.pixels(around: x, reach: reach) {
        let (dx, dy) = (Float(column) - x, Float(row) - y)
        let square = dx * dx + dy * dy
        let (along, across) = (dx * cosine + dy * sine, dy * cosine - dx * sine)
        let falloff = 1 / (1 + square / 80)
        let edge = max(0, 1 - square / (reach * reach))
        let ray =
          exp(-0.5 * across * across) / (1 + along * along / 60)
          + exposure.secondSpike * exp(-0.5 * along * along) / (1 + across * across / 60)
        frame.light[row * frame.size + column] += (halo * (falloff * falloff.squareRoot()) + spike * ray) * edge
      }
    }
  }
}
