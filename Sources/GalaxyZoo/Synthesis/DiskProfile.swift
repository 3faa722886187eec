// The surface brightness of a disk with its arms, bar, ring and dust.
internal import Foundation
internal import Tensors

/// An exponential disk (Freeman 1970) with its patterns, scaled to pixels.
struct DiskProfile {
  /// The distance from the centre beyond which the light is negligible, in pixels.
  let reach: Float
  private let disk: Disk
  private let scaleLength: Float
  private let axisRatio: Float
  private let peak: Float
  private let edgeOnHeight: Float
  private let old: BandFlux
  private let young: BandFlux
  private let spiral: SpiralPattern?
  private let barPeak: Float
  private let barAxis: SIMD2<Float>
  private let barLength: Float
  private let barWidth: Float
  private let ringPeak: Float
  private let ringRadius: Float
  private let ringWidth: Float

  /// - Parameters:
  ///   - flux: the disk's flux in r.
  ///   - scale: pixels per unit of the model's lengths.
  ///   - random: decides where arms are broken.
  init(_ disk: Disk, flux: Float, scale: Float, random: RandomSource) {
    self.disk = disk
    let scaleLength = disk.scaleLength * scale
    self.scaleLength = scaleLength
    axisRatio = disk.axisRatio
    old = disk.color.flux
    young = disk.youngColor.flux
    reach = 7.5 * scaleLength
    edgeOnHeight = max(axisRatio * scaleLength, 0.35)
    // Edge-on, bars and rings are lost in the layer.
    let inBar = disk.isEdgeOn ? 0 : disk.bar?.fraction ?? 0
    let inRing = disk.isEdgeOn ? 0 : disk.ring?.fraction ?? 0
    let smooth = flux * (1 - inBar - inRing - disk.clumpFraction)
    let area = 2 * .pi * scaleLength * scaleLength * axisRatio
    // Edge-on, the layer is sech² across, which integrates to 2, and a softened exponential along:
    // ∫ exp(−√(x² + 0.04)) dx = 0.4 K₁(0.2) = 1.910.
    peak = smooth / (disk.isEdgeOn ? 2 * edgeOnHeight * 1.910 * scaleLength : area)
    spiral = disk.isEdgeOn ? nil : disk.arms.map { SpiralPattern($0, scaleLength: scaleLength, random: random) }

    let barAngle = disk.bar?.angle ?? 0
    barAxis = SIMD2(cos(barAngle), sin(barAngle))
    barLength = (disk.bar?.length ?? 1) * scale
    barWidth = barLength * (disk.bar?.axisRatio ?? 1)
    // ∫ exp(−x⁴ − y²) over the plane.
    barPeak = flux * inBar / (3.213 * barLength * barWidth * axisRatio)

    ringRadius = (disk.ring?.radius ?? 1) * scale
    ringWidth = (disk.ring?.width ?? 1) * scale
    ringPeak = flux * inRing / (2 * .pi * ringRadius * ringWidth * 2.507 * axisRatio)
  }

  /// Flux per pixel at the point `u` along and `v` across the long axis, in pixels.
  func light(u: Float, v: Float) -> BandFlux {
    if disk.isEdgeOn {
      let height = v / edgeOnHeight
      if abs(height) > 9 { return .zero }
      // A small core keeps the profile along the plane from having a cusp.
      let along = (u * u + 0.04 * scaleLength * scaleLength).squareRoot() / scaleLength
      let cosine = cosh(height)
      return old * (peak * exp(-along) / (cosine * cosine))
    }
    let y = v / axisRatio
    let square = u * u + y * y
    let radius = square.squareRoot()
    if radius > reach { return .zero }
    let smooth = peak * exp(-radius / scaleLength)
    var result = old * smooth
    if let spiral {
      let pattern = spiral.strength(x: u, y: y, radius: radius)
      // Light in excess of the smooth disk comes from young stars; between the arms the old ones are thinner too.
      result = old * (smooth * pattern.between) + young * (smooth * pattern.arm)
    }
    if barPeak > 0 {
      let along = (u * barAxis.x + y * barAxis.y) / barLength
      let across = (y * barAxis.x - u * barAxis.y) / barWidth
      let exponent = along * along * along * along + across * across
      if exponent < 12 { result += old * (barPeak * exp(-exponent)) }
    }
    if ringPeak > 0 {
      let distance = (radius - ringRadius) / ringWidth
      if abs(distance) < 4 { result += (young + old) * (0.5 * ringPeak * exp(-0.5 * distance * distance)) }
    }
    return result
  }

  /// The share of the light that the dust of the mid-plane lets through.
  func transmission(u: Float, v: Float) -> BandFlux {
    guard disk.dustDepth > 0 else { return BandFlux(repeating: 1) }
    // The near side covers the galaxy, so the lane lies a little off the long axis unless exactly edge-on.
    let height = (v - 0.6 * disk.cosineOfInclination * scaleLength) / max(0.45 * disk.thickness * scaleLength, 0.5)
    let depth = disk.dustDepth * exp(-0.5 * height * height - abs(u) / (2.2 * scaleLength))
    return BandFlux(exp(-0.72 * depth), exp(-depth), exp(-1.4 * depth))
  }

  /// The direction of a star-forming region at `radius` pixels: mostly on an arm, where there are arms.
  func azimuthOfClump(radius: Float, random: inout RandomSource) -> Float {
    guard let spiral, random.bernoulli(0.85) else { return random.uniform(in: 0...(2 * .pi)) }
    return spiral.azimuth(radius: radius, random: &random)
  }
}
