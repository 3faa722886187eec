// Which galaxies the universe holds, and in which shares.
internal import Foundation
package import Tensors

extension GalaxyModel {
  /// Draws a galaxy about as bright and as large as those of Galaxy Zoo 2 (Willett et al. 2013, section 2).
  package init(from random: inout RandomSource) {
    // Counts of galaxies rise as 10^(0.6 m) in a universe without edges.
    let magnitude = max(13.6, 17 + log10(max(random.uniform(), 1e-6)) / 0.6)
    let radius = 5.7 * pow(10, -0.16 * (magnitude - 16.6) + 0.14 * random.normal())
    self.init(
      magnitude: magnitude, radius: min(max(radius, 2.9), 19), positionAngle: random.uniform(in: 0...(.pi)),
      from: &random)
    makeOdd(&random)
  }

  /// Draws a galaxy of the given brightness and size.
  package init(magnitude: Float, radius: Float, positionAngle: Float, from random: inout RandomSource) {
    // Farther galaxies are redder; age and dust differ among galaxies of one shape, so that colour alone tells little.
    let reddening = 0.02 + 0.05 * (magnitude - 15) / 2 + 0.13 * random.normal()
    if random.bernoulli(0.30) {
      let flattened = random.bernoulli(0.25)
      let ratio = flattened ? random.uniform(in: 0.28...0.7) : 1 - abs(0.22 * random.normal())
      self.init(
        magnitude: magnitude, radius: radius, positionAngle: positionAngle,
        spheroid: Spheroid(
          fraction: 1, halfLightRadius: 0.58 * exp(0.08 * random.normal()),
          index: flattened ? random.uniform(in: 1.6...3.2) : min(max(3.6 + 0.7 * random.normal(), 2.2), 5.5),
          axisRatio: min(max(ratio, 0.28), 1), color: StellarColor(population: 0.74 + reddening)))
    } else {
      // 0 for the earliest spirals, 1 for the latest.
      let stage = random.uniform()
      let disk = Disk(stage: stage, reddening: reddening, from: &random)
      let bulge = min(0.7, 0.55 * pow(1 - stage, 1.6) * exp(0.35 * random.normal()) + 0.015)
      self.init(
        magnitude: magnitude, radius: radius, positionAngle: positionAngle,
        spheroid: Spheroid(
          fraction: random.bernoulli(0.08) ? 0 : bulge, halfLightRadius: 0.09 + 0.2 * bulge,
          index: random.uniform(in: 1.5...3.5), axisRatio: max(disk.axisRatio, random.uniform(in: 0.6...0.85)),
          color: StellarColor(population: 0.78 - 0.16 * stage + reddening)),
        disk: disk)
      if disk.isEdgeOn, random.bernoulli(0.2) { spheroid.boxiness = random.uniform(in: 0.5...1) }
      if stage > 0.85, random.bernoulli(0.5) { irregularity = random.uniform(in: 0.15...0.6) }
    }
  }

  /// Gives some galaxies something odd: a disturbed shape, an arc.
  private mutating func makeOdd(_ random: inout RandomSource) {
    if random.bernoulli(0.05) {
      disturbance = random.uniform(in: 0.25...0.9)
      disturbanceAngle = random.uniform(in: 0...(2 * .pi))
      if random.bernoulli(0.5) { tails = [Tail(from: &random)] }
    }
    if disk == nil, random.bernoulli(0.02) {
      lensedArc = LensedArc(
        fraction: random.uniform(in: 0.02...0.09), radius: random.uniform(in: 0.55...1),
        angle: random.uniform(in: 0...(2 * .pi)), span: random.uniform(in: 0.9...2.6))
    }
  }
}

extension Disk {
  /// Draws a disk of the given stage: 0 for the earliest spirals, 1 for the latest.
  fileprivate init(stage: Float, reddening: Float, from random: inout RandomSource) {
    // Seen from a random direction, the cosine is uniform; but dust dims tilted disks, and a catalogue has fewer of them.
    let cosine = pow(random.uniform(), 0.72)
    let thickness = random.uniform(in: 0.12...0.2)
    // Light that comes through more dust is redder.
    let dust = 0.1 * (1 - cosine)
    self.init(
      scaleLength: 0.365 + 0.05 * (1 - cosine), cosineOfInclination: cosine, thickness: thickness,
      color: StellarColor(population: 0.64 - 0.38 * stage + reddening + dust),
      youngColor: StellarColor(population: 0.2 - 0.16 * stage + reddening + dust))
    let armed = random.bernoulli(0.88)
    if armed { arms = Arms(stage: stage, from: &random) }
    if random.bernoulli(0.42) {
      bar = Bar(
        fraction: random.uniform(in: 0.04...0.24), length: random.uniform(in: 0.22...0.45),
        axisRatio: random.uniform(in: 0.22...0.42), angle: random.uniform(in: 0...(.pi)))
      joinArmsToBar()
    }
    if random.bernoulli(armed ? 0.06 : 0.3) {
      ring = Ring(
        fraction: random.uniform(in: 0.1...0.4), radius: random.uniform(in: 0.4...0.75),
        width: random.uniform(in: 0.06...0.1))
    }
    if armed, random.bernoulli(0.75) {
      clumpCount = 6 + random.integer(below: 30)
      clumpFraction = (0.04 + 0.16 * stage) * random.uniform()
    }
    if cosine < 0.3, random.bernoulli(0.55) { dustDepth = random.uniform(in: 0.3...2.2) }
  }

  // Arms of a barred galaxy begin where the bar ends.
  private mutating func joinArmsToBar() {
    guard let bar, let pitch = arms?.pitch else { return }
    arms?.phase = bar.angle - log(bar.length / scaleLength) / tan(pitch)
  }
}

extension Arms {
  fileprivate init(stage: Float, from random: inout RandomSource) {
    let counts = [1, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 6]
    let count = counts[random.integer(below: counts.count)]
    let degrees = min(max(8 + 18 * stage + 6 * random.normal(), 6), 48)
    let direction: Float = random.bernoulli(0.5) ? 1 : -1
    self.init(
      count: count, pitch: direction * degrees * .pi / 180, contrast: random.uniform(in: 0.2...0.85),
      sharpness: random.uniform(in: 0.6...2.4), phase: random.uniform(in: 0...(2 * .pi)),
      flocculence: random.bernoulli(count > 2 ? 0.8 : 0.5) ? random.uniform(in: 0.2...1) : 0)
  }
}

extension Tail {
  /// Draws a stream as a close encounter leaves it.
  package init(from random: inout RandomSource) {
    self.init(
      fraction: random.uniform(in: 0.06...0.2), angle: random.uniform(in: 0...(2 * .pi)),
      length: random.uniform(in: 1.1...2.4), turn: random.uniform(in: -2.2...2.2))
  }
}
