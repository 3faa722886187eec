// The night and the camera.
internal import Foundation
package import Tensors

/// How a piece of sky was observed.
package struct Exposure: Sendable {
  /// Pixels on a side.
  package var size: Int
  /// The blur by air and telescope.
  package var pointSpread: PointSpread
  /// Standard deviation of the sky's noise per pixel, in nanomaggies.
  package var noise: BandFlux
  /// Light left over when the sky was subtracted, in nanomaggies per pixel.
  package var background: BandFlux
  /// The direction of the spikes that the holders of the mirror draw through bright stars.
  package var spikeAngle: Float
  /// How bright the spikes are, 1 on average.
  package var spikeStrength: Float
  /// The share of that which the fainter pair of spikes has.
  package var secondSpike: Float
  /// The direction of the camera's columns, along which full pixels run over.
  package var columnAngle: Float

  /// Draws the conditions for a frame of `size` pixels.
  package init(size: Int, random: inout RandomSource) {
    self.size = size
    let seeing = exp(0.1 * random.normal())
    // 1.2 to 1.4 seconds of arc at half of the maximum, bluer light being blurred more.
    pointSpread = PointSpread(
      sigma: BandFlux(1.30, 1.36, 1.46) * seeing,
      offsetX: BandFlux(0.22 * random.normal(), 0, 0.22 * random.normal()),
      offsetY: BandFlux(0.22 * random.normal(), 0, 0.22 * random.normal()))
    noise = BandFlux(0.036, 0.027, 0.02) * exp(0.25 * random.normal())
    let residual = BandFlux(random.normal(), random.normal(), random.normal())
    background = noise * (residual * (random.bernoulli(0.08) ? 0.45 : 0.12) + BandFlux(0.08, 0.08, -0.15))
    spikeAngle = random.uniform(in: 0...(.pi))
    spikeStrength = exp(0.6 * random.normal() - 0.18)
    secondSpike = random.uniform(in: 0.4...1)
    columnAngle = random.uniform(in: 0...(.pi))
  }
}
