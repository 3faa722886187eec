// Light in the three bands of a colour picture.
internal import Foundation

/// Flux in the Sloan bands i, r and g, in nanomaggies: what a picture shows as red, green and blue.
package typealias BandFlux = SIMD3<Float>

/// The colour of starlight, as differences of magnitudes between neighbouring bands.
package struct StellarColor: Sendable, Equatable {
  /// g minus r: 0.2 for young stars, 0.9 for old ones.
  package var gr: Float
  /// r minus i.
  package var ri: Float

  package init(gr: Float, ri: Float) {
    self.gr = gr
    self.ri = ri
  }

  /// The colour of a population of stars with the given g − r, along the mean locus of galaxies.
  package init(population gr: Float) {
    self.init(gr: gr, ri: 0.12 + 0.38 * gr)
  }

  /// Light of this colour and of flux 1 in r.
  package var flux: BandFlux {
    BandFlux(pow(10, 0.4 * ri), 1, pow(10, -0.4 * gr))
  }
}

/// The flux of an object of the given magnitude, in nanomaggies.
package func nanomaggies(magnitude: Float) -> Float {
  pow(10, 0.4 * (22.5 - magnitude))
}
