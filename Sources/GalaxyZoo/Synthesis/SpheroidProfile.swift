// The surface brightness of a spheroid.
internal import Foundation

/// A Sérsic (1963) profile scaled to pixels.
struct SpheroidProfile {
  /// The distance from the centre beyond which the light is negligible, in pixels.
  let reach: Float
  private let peak: BandFlux
  private let axisRatio: Float
  private let boxExponent: Float
  private let coefficient: Float
  private let halfInverseIndex: Float
  private let inverseRadius: Float

  /// - Parameters:
  ///   - flux: the galaxy's flux in r.
  ///   - scale: pixels per unit of the model's lengths.
  init(_ spheroid: Spheroid, flux: Float, scale: Float) {
    let index = spheroid.index
    let radius = spheroid.halfLightRadius * scale
    // Ciotti and Bertin 1999.
    coefficient = 2 * index - 1 / 3 + 0.009876 / index
    halfInverseIndex = 0.5 / index
    inverseRadius = 1 / radius
    axisRatio = spheroid.axisRatio
    boxExponent = 2 + 1.6 * spheroid.boxiness
    let area = 2 * .pi * index * radius * radius * pow(coefficient, -2 * index) * tgamma(2 * index) * axisRatio
    peak = spheroid.color.flux * (flux * spheroid.fraction / area)
    // The radius at which a pixel's light falls below a fiftieth of the sky's noise.
    let faintest: Float = 0.0005
    let drop = log(max(peak[1] / faintest, 1))
    reach = spheroid.fraction > 0 ? radius * pow(drop / coefficient, index) : 0
  }

  /// Flux per pixel at the point `u` along and `v` across the long axis, in pixels.
  func light(u: Float, v: Float) -> BandFlux {
    let across = v / axisRatio
    var square: Float
    if boxExponent == 2 {
      square = u * u + across * across
    } else {
      square = pow(pow(abs(u), boxExponent) + pow(abs(across), boxExponent), 2 / boxExponent)
    }
    square *= inverseRadius * inverseRadius
    return peak * exp(-coefficient * pow(square, halfInverseIndex))
  }
}
