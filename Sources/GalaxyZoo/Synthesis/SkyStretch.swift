// From light to the levels of a picture.
internal import Foundation
package import Tensors

/// The colour stretch of Lupton et al. (2004), which keeps hues from the sky's noise to the brightest core.
package enum SkyStretch {
  /// The weights of i, r and g as red, green and blue.
  package static let weights = BandFlux(4.9, 5.7, 7.8)
  /// Brightness per unit of weighted flux where light is faint; 1 is white.
  package static let slope: Float = 0.28
  /// How soon the stretch turns from linear to logarithmic.
  package static let softening: Float = 6.7
  /// The flux at which a pixel of the camera is full: white in the picture.
  package static let saturation = BandFlux(180, 155, 113)
  /// The sky's own brightness per pixel: light as bright as the sky doubles the variance.
  package static let sky = BandFlux(1.2, 0.68, 0.25)

  /// The frame's light as red, green and blue levels, after the noise of the sky and of the light itself.
  ///
  /// - Returns: pixels [size, size, 3]
  package static func develop(_ frame: SkyFrame, exposure: Exposure, random: inout RandomSource) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: frame.light.count * 3) { pixels, count in
      for (index, light) in frame.light.enumerated() {
        let deviation = exposure.noise * (1 + light / sky).squareRoot()
        let grain = BandFlux(random.grain(), random.grain(), random.grain())
        let exposed = light + exposure.background + grain * deviation
        let color = stretched(exposed.replacing(with: saturation, where: exposed .> saturation))
        for band in 0..<3 { pixels[3 * index + band] = UInt8(max(0, color[band]) * 255 + 0.5) }
      }
      count = pixels.count
    }
  }

  /// The colour of one pixel, at most 1 in each channel; noise may leave a channel below 0.
  package static func stretched(_ light: BandFlux) -> BandFlux {
    let weighted = light * weights
    let intensity = weighted.sum() / 3
    guard intensity > 0 else { return .zero }
    let color = weighted * (asinh(softening * slope * intensity) / (softening * intensity))
    // A channel that would overflow dims all three, so that the hue stays.
    let brightest = max(color.x, color.y, color.z)
    return brightest > 1 ? color / brightest : color
  }
}

extension RandomSource {
  /// Nearly normal noise, the sum of four uniform numbers: as good as normal in 8-bit levels, and without logarithms.
  fileprivate mutating func grain() -> Float {
    let bits = next()
    let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    // Four uniform numbers have a mean of 2 and a variance of 1/3.
    return (Float(sum) * 0x1p-16 - 2) * 1.732_050_8
  }
}
