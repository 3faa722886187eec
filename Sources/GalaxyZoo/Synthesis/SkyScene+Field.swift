// What lies around a galaxy: companions, clusters, stars, satellites.
internal import Foundation
package import Tensors

extension SkyScene {
  /// Draws a galaxy and its surroundings.
  package init(random: RandomSource) {
    var choices = random.split("galaxy")
    var target = GalaxyModel(from: &choices)
    let merging = choices.bernoulli(0.055)
    if merging {
      target.disturbance = max(target.disturbance, choices.uniform(in: 0.1...0.7))
      target.disturbanceAngle = choices.uniform(in: 0...(2 * .pi))
      if choices.bernoulli(0.6) { target.tails.append(Tail(from: &choices)) }
    }
    self.init(target: target, random: random)
    var field = random.split("field")
    if merging { addCompanion(&field) }
    addGalaxies(&field)
    addStars(&field)
    if field.bernoulli(0.02) { addTrack(&field) }
  }

  /// Pixels of the frame per unit of the target's lengths.
  private var scale: Float { target.radius / SkyFrame.pixelScale }

  private mutating func addCompanion(_ random: inout RandomSource) {
    var galaxy = GalaxyModel(
      magnitude: target.magnitude + random.uniform(in: -0.2...1.6), radius: target.radius * random.uniform(in: 0.5...1),
      positionAngle: random.uniform(in: 0...(.pi)), from: &random)
    galaxy.disturbance = random.uniform(in: 0.2...0.8)
    let distance = random.uniform(in: 0.3...1.35)
    let angle = random.uniform(in: 0...(2 * .pi))
    // Each is pulled towards the other, and old stars of both make one envelope with a bridge in it.
    target.disturbanceAngle = angle - target.positionAngle
    galaxy.disturbanceAngle = angle + .pi - galaxy.positionAngle
    if random.bernoulli(0.4) { galaxy.tails.append(Tail(from: &random)) }
    target.tails.append(
      Tail(
        fraction: random.uniform(in: 0.05...0.14), angle: angle + random.uniform(in: -0.3...0.3),
        length: 1.3 * distance,
        turn: random.uniform(in: -0.6...0.6)))
    let (x, y) = (center + distance * scale * cos(angle), center + distance * scale * sin(angle))
    neighbours.append(Neighbour(galaxy: galaxy, x: x, y: y, interacts: true))
    let envelope = GalaxyModel(
      magnitude: target.magnitude + random.uniform(in: 0.9...2), radius: target.radius * (1 + 0.6 * distance),
      positionAngle: angle,
      spheroid: Spheroid(
        fraction: 1, halfLightRadius: random.uniform(in: 0.6...0.9), index: random.uniform(in: 0.7...1.4),
        axisRatio: 1 / (1 + distance * random.uniform(in: 0.4...1)), color: target.spheroid.color))
    neighbours.append(Neighbour(galaxy: envelope, x: 0.5 * (x + center), y: 0.5 * (y + center), interacts: true))
  }

  private mutating func addGalaxies(_ random: inout RandomSource) {
    let side = Float(exposure.size)
    let squareMinutes = pow(side * SkyFrame.pixelScale / 60, 2)
    let faint = random.poisson(mean: 11 * squareMinutes * exp(0.4 * random.normal()))
    for _ in 0..<faint {
      let magnitude = 22.3 + log10(max(random.uniform(), 1e-5)) / 0.45
      add(
        magnitude: magnitude, radius: 2.6 * pow(10, -0.12 * (magnitude - 20)) * exp(0.25 * random.normal()),
        x: side * random.uniform(), y: side * random.uniform(), &random)
    }
    // One elliptical galaxy in ten lies in a cluster, among others of its colour.
    if target.disk == nil, random.bernoulli(0.1) {
      for _ in 0..<(2 + random.integer(below: 8)) {
        let distance = scale * (0.7 + 3.2 * random.uniform())
        let angle = random.uniform(in: 0...(2 * .pi))
        let fainter = random.uniform(in: 1...4.5)
        var galaxy = GalaxyModel(
          magnitude: target.magnitude + fainter, radius: target.radius * pow(10, -0.16 * fainter),
          positionAngle: random.uniform(in: 0...(.pi)), spheroid: target.spheroid)
        galaxy.spheroid.axisRatio = random.uniform(in: 0.5...1)
        neighbours.append(
          Neighbour(
            galaxy: galaxy, x: center + distance * cos(angle), y: center + distance * sin(angle), interacts: false))
      }
    }
    // Now and then a galaxy as bright as the target lies near it by chance.
    if random.bernoulli(0.08) {
      let distance = scale * random.uniform(in: 1.6...4.2)
      let angle = random.uniform(in: 0...(2 * .pi))
      add(
        magnitude: target.magnitude + random.uniform(in: 0...2), radius: target.radius * random.uniform(in: 0.5...1),
        x: center + distance * cos(angle), y: center + distance * sin(angle), &random)
    }
  }

  private mutating func add(magnitude: Float, radius: Float, x: Float, y: Float, _ random: inout RandomSource) {
    var galaxy = GalaxyModel(
      magnitude: magnitude, radius: radius, positionAngle: random.uniform(in: 0...(.pi)), from: &random)
    // Faint galaxies are far, and far ones red.
    if magnitude > 18.5 { galaxy.spheroid.color.ri += random.uniform(in: 0...0.35) }
    neighbours.append(Neighbour(galaxy: galaxy, x: x, y: y, interacts: false))
  }

  private mutating func addStars(_ random: inout RandomSource) {
    let side = Float(exposure.size)
    let squareMinutes = pow(side * SkyFrame.pixelScale / 60, 2)
    // From the galactic pole to low latitudes the density of stars grows tenfold.
    let count = random.poisson(mean: 2.6 * squareMinutes * exp(0.6 * random.normal()))
    for _ in 0..<count {
      let magnitude = max(9.5, 22.2 + log10(max(random.uniform(), 1e-6)) / 0.24)
      stars.append(
        Star(
          x: side * random.uniform(), y: side * random.uniform(), magnitude: magnitude,
          color: StellarColor(star: magnitude, from: &random)))
    }
    // A few targets are stars by mistake, or hidden by one.
    if random.bernoulli(0.014) {
      let distance = scale * 0.6 * random.uniform()
      let angle = random.uniform(in: 0...(2 * .pi))
      stars.append(
        Star(
          x: center + distance * cos(angle), y: center + distance * sin(angle), magnitude: random.uniform(in: 9...14.5),
          color: StellarColor(star: 12, from: &random)))
    }
  }

  private mutating func addTrack(_ random: inout RandomSource) {
    var flux = BandFlux.zero
    // Most are seen in g; the brightest fill the camera's pixels.
    flux[random.bernoulli(0.6) ? 2 : random.integer(below: 2)] = 0.3 * exp(4.5 * random.uniform())
    track = SatelliteTrack(
      x: center + 1.6 * scale * random.normal(), y: center + 1.6 * scale * random.normal(),
      angle: random.uniform(in: 0...(.pi)), halfWidth: 0.6 + 2.4 * random.uniform() * random.uniform(), flux: flux)
  }
}

extension StellarColor {
  /// Draws a star's colour: the faint ones are mostly red dwarfs, the bright ones mostly like the sun.
  fileprivate init(star magnitude: Float, from random: inout RandomSource) {
    let dwarfs = min(max((magnitude - 14) / 12, 0.02), 0.5)
    if random.bernoulli(dwarfs) {
      // Along the locus of M dwarfs g − r stands still while r − i grows.
      self.init(gr: 1.4 + 0.08 * random.normal(), ri: 0.5 + 0.9 * random.uniform() * random.uniform())
    } else if random.bernoulli(0.12) {
      // Old stars of the halo and white dwarfs are blue.
      let gr = random.uniform(in: -0.35...0.15)
      self.init(gr: gr, ri: 0.45 * gr)
    } else {
      let gr = random.uniform(in: 0.15...0.8)
      self.init(gr: gr, ri: 0.38 * gr)
    }
  }
}

extension RandomSource {
  /// An integer from the Poisson distribution, by counting uniform draws (Knuth 1969); for small means.
  fileprivate mutating func poisson(mean: Float) -> Int {
    let limit = exp(-Double(mean))
    var count = 0
    var product = Double(uniform())
    while product > limit {
      count += 1
      product *= Double(uniform())
    }
    return count
  }
}
