// Where a disk's arms lie.
internal import Foundation
internal import Preconditions
internal import Tensors

/// Logarithmic spiral arms with a von Mises profile across, broken into patches where the galaxy is flocculent.
struct SpiralPattern {
  private let arms: Arms
  private let scaleLength: Float
  private let slope: Float
  private let meanProfile: Float
  private let patches: [Patch]

  private struct Patch {
    var order: Float
    var frequency: Float
    var phase: Float
  }

  init(_ arms: Arms, scaleLength: Float, random: RandomSource) {
    require(arms.pitch != 0, "SpiralPattern: the pitch angle must not be 0")
    self.arms = arms
    self.scaleLength = scaleLength
    slope = 1 / tan(arms.pitch)
    let samples = 64
    meanProfile =
      (0..<samples).reduce(Float(0)) { sum, sample in
        sum + exp(arms.sharpness * (cos(2 * .pi * Float(sample) / Float(samples)) - 1))
      } / Float(samples)
    var random = random
    patches =
      arms.flocculence > 0
      ? (0..<4).map { _ in
        Patch(
          order: Float(2 + random.integer(below: 6)), frequency: random.uniform(in: -7...7),
          phase: random.uniform(in: 0...(2 * .pi)))
      } : []
  }

  /// How bright the disk between arms and the arms are, over the smooth disk, at a point of its plane.
  func strength(x: Float, y: Float, radius: Float) -> (between: Float, arm: Float) {
    let inner = radius / scaleLength
    // Arms begin outside the bulge.
    let rise = inner * inner / (inner * inner + 0.6)
    let logarithm = log(max(inner, 0.05))
    let azimuth = atan2(y, x)
    let angle = Float(arms.count) * (azimuth - arms.phase - slope * logarithm)
    var profile = exp(arms.sharpness * (cos(angle) - 1)) / meanProfile
    if arms.flocculence > 0 {
      var patchiness: Float = 0
      for patch in patches {
        // Patches shear with the arms.
        patchiness += sin(patch.order * (azimuth - 0.6 * slope * logarithm) + patch.frequency * logarithm + patch.phase)
      }
      profile *= max(0, 1 + arms.flocculence * 0.7 * patchiness)
    }
    let contrast = arms.contrast * rise
    return (1 - contrast, contrast * profile)
  }

  /// The direction of a point near the ridge of one of the arms at `radius` pixels.
  func azimuth(radius: Float, random: inout RandomSource) -> Float {
    let arm = Float(random.integer(below: arms.count))
    return arms.phase + slope * log(max(radius / scaleLength, 0.05)) + 2 * .pi * arm / Float(arms.count)
      + 0.16 * random.normal()
  }
}
