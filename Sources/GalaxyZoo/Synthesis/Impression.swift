// What of a galaxy's parameters a volunteer can see in its picture.
internal import Foundation

/// How a picture speaks for every answer of the decision tree.
///
/// What is drawn is not what is seen: a strong bar in a blurred or tilted galaxy leaves less of an impression than a weak
/// one in a large galaxy seen from above.
package struct Impression: Sendable {
  /// How visible each feature is, from 0 to 1.
  package private(set) var bar: Float = 0
  package private(set) var arms: Float = 0
  package private(set) var ring: Float = 0
  package private(set) var clumps: Float = 0
  package private(set) var edgeOn: Float = 0
  package private(set) var irregular: Float = 0
  package private(set) var disturbed: Float = 0
  package private(set) var merger: Float = 0
  package private(set) var arc: Float = 0
  package private(set) var dustLane: Float = 0
  package private(set) var artifact: Float = 0
  /// Whatever else is in the way: stars on the galaxy, other galaxies touching it.
  package private(set) var clutter: Float = 0
  /// How much of the galaxy a star outshines.
  private var glare: Float = 0

  /// For every question, by number, and every answer of it, a score: the higher, the more volunteers give it.
  ///
  /// Differences of scores are the logarithms of ratios of votes.
  package private(set) var scores: [[Float]] = []

  /// The impression that a scene makes.
  package init(of scene: SkyScene) {
    let galaxy = scene.target
    let pixels = galaxy.radius / SkyFrame.pixelScale
    let width = scene.exposure.pointSpread.fullWidthAtHalfMaximum
    /// The share of the contrast of a structure of the given size that the blur leaves.
    func clarity(_ size: Float) -> Float {
      let elements = size * pixels / width
      return elements * elements / (elements * elements + 0.3)
    }
    judgeSurroundings(scene, pixels: pixels)
    // Light per resolution element over the sky's noise, at half the radius.
    let brightness = 0.5 * nanomaggies(magnitude: galaxy.magnitude) / (.pi * 0.2 * pixels * pixels)
    let signal = (1 - glare) * brightness * width / (brightness * width + 8 * scene.exposure.noise[1])

    if let disk = galaxy.disk {
      let open = smoothStep(disk.cosineOfInclination, from: 0.18, to: 0.5) * signal
      let share = 1 - galaxy.spheroid.fraction
      edgeOn = (1 - glare) * smoothStep(disk.axisRatio, from: 0.42, to: 0.2)
      if let shape = disk.bar {
        bar = open * share * min(1, shape.fraction / 0.15) * clarity(1.3 * shape.length * shape.axisRatio)
      }
      if let shape = disk.arms {
        let spacing = 2.5 * tan(abs(shape.pitch)) / Float(shape.count)
        let order = 1 - 0.3 * shape.flocculence
        arms =
          open * share.squareRoot() * min(1, 1.2 * shape.contrast) * min(1, 0.45 + shape.sharpness / 2.6) * order
          * clarity(min(0.5 * spacing, 0.28))
      }
      if let shape = disk.ring {
        ring = open * share * min(1, shape.fraction / 0.3) * clarity(1.5 * shape.width)
      }
      clumps = signal * share * min(1, disk.clumpFraction / 0.12) * clarity(0.1)
      dustLane = edgeOn * min(1, disk.dustDepth / 1.6) * clarity(0.7 * disk.thickness)
    }
    irregular = signal * min(1, 1.6 * galaxy.irregularity)
    let torn = galaxy.tails.reduce(0) { max($0, $1.fraction * 4) }
    disturbed = signal * min(1, max(galaxy.disturbance, torn))
    if let shape = galaxy.lensedArc { arc = signal * min(1, shape.fraction / 0.06) * clarity(0.12) }
    scores = DecisionTree.questions.map { self.scores(question: $0.number, galaxy: galaxy, clarity: clarity) }
  }

  private mutating func judgeSurroundings(_ scene: SkyScene, pixels: Float) {
    func distance(_ x: Float, _ y: Float) -> Float {
      ((x - scene.center) * (x - scene.center) + (y - scene.center) * (y - scene.center)).squareRoot() / pixels
    }
    for neighbour in scene.neighbours {
      let near = distance(neighbour.x, neighbour.y)
      let rivalry = smoothStep(neighbour.galaxy.magnitude - scene.target.magnitude, from: 3, to: 0.5)
      if neighbour.interacts {
        merger = max(merger, rivalry * smoothStep(near, from: 2, to: 0.8) * smoothStep(near, from: 0.05, to: 0.4))
      } else {
        clutter = max(clutter, rivalry * smoothStep(near, from: 2.2, to: 0.7))
        merger = max(merger, 0.45 * rivalry * smoothStep(near, from: 1.4, to: 0.6))
      }
    }
    for star in scene.stars {
      let near = distance(star.x, star.y)
      let excess = smoothStep(star.magnitude - scene.target.magnitude, from: 2, to: -3)
      clutter = max(clutter, smoothStep(near, from: 1.3, to: 0.3) * min(1, 0.3 + excess))
      glare = max(glare, excess * smoothStep(near, from: 0.9, to: 0.2))
      artifact = max(artifact, glare, 0.35 * excess * smoothStep(near, from: 3, to: 1))
    }
    if let track = scene.track {
      let across =
        abs((scene.center - track.y) * cos(track.angle) - (scene.center - track.x) * sin(track.angle)) / pixels
      let strength = smoothStep(track.flux.sum(), from: 0.2, to: 1.2)
      artifact = max(artifact, 0.75 * strength * smoothStep(across, from: 1.2, to: 0.1))
      clutter = max(clutter, strength * smoothStep(across, from: 1.5, to: 0.1))
    }
  }

  private func scores(question: Int, galaxy: GalaxyModel, clarity: (Float) -> Float) -> [Float] {
    let ratio = galaxy.apparentAxisRatio
    let bulge = galaxy.spheroid.fraction
    switch question {
    case 1:
      let features = either(
        0.95 * arms, 0.9 * bar, 0.85 * ring, 0.5 * clumps, 0.92 * edgeOn, 0.75 * irregular, 0.45 * disturbed,
        0.5 * merger, dustLane)
      return [0, -1.38 + 4.6 * features + (galaxy.disk == nil ? -0.3 : 0.6 * (1 - bulge)), -4.2 + 6.5 * artifact]
    case 2: return [4 - 19 * (ratio - 0.2), 0]
    case 3: return [-2.9 + 6.2 * bar, 0]
    case 4: return [-1.35 + 7.5 * arms + 0.8 * clumps, 0]
    case 5:
      let prominence = galaxy.disk == nil ? 0.62 : bulge.squareRoot()
      return ladder(prominence + 0.12 * bar, at: [-0.04, 0.31, 0.66, 1.03], width: 0.19)
    case 6:
      let oddity = either(
        0.85 * ring, arc, 0.8 * disturbed, 0.8 * irregular, 0.95 * merger, 0.45 * dustLane, 0.5 * clutter,
        0.5 * artifact)
      return [-2.65 + 5.2 * oddity, 0]
    case 7: return ladder(ratio, at: [0.94, 0.62, 0.25], width: 0.14)
    case 8:
      return [
        7 * ring - 0.4, 5.5 * arc - 1.6, 3.6 * disturbed - 0.7, 4 * irregular - 0.5, 0.4 + 1.6 * clutter,
        5 * merger - 0.9, 4.5 * dustLane - 2.6,
      ]
    case 9: return [-0.3 + 5.5 * bulge.squareRoot() * clarity(0.25), -2.2 + 3.4 * galaxy.spheroid.boxiness, 0.4]
    case 10:
      let pitch = abs(galaxy.disk?.arms?.pitch ?? 0.26) * 180 / .pi
      return ladder(pitch, at: [12, 23, 38], width: 7 + 6 * (1 - arms))
    case 11: return armCountScores(galaxy)
    default: fatalError("Impression: the decision tree has no question \(question)")
    }
  }

  private func armCountScores(_ galaxy: GalaxyModel) -> [Float] {
    let shape = galaxy.disk?.arms
    let unclear = 1.7 - 3.2 * arms + 1.4 * (shape?.flocculence ?? 0.8)
    let habit: [Float] = [-1.6, 0.6, -0.7, -1.3, -1.4]
    return (0..<5).map { answer in
      guard let shape else { return habit[answer] }
      let miss = Float(abs(min(shape.count, 5) - answer - 1))
      return habit[answer] + (1 + 3.2 * arms) * (1 - 0.75 * miss)
    } + [unclear]
  }
}

/// The chance that at least one of several independent signs convinces.
private func either(_ signs: Float...) -> Float {
  1 - signs.reduce(1) { $0 * (1 - $1) }
}

/// Scores of neighbouring answers on a scale: volunteers place `value` with an error of `width`.
private func ladder(_ value: Float, at places: [Float], width: Float) -> [Float] {
  places.map { place in -0.5 * (value - place) * (value - place) / (width * width) }
}

/// 0 at `start`, 1 at `end`, a smooth ramp between; `start` may be the larger.
private func smoothStep(_ value: Float, from start: Float, to end: Float) -> Float {
  let position = min(max((value - start) / (end - start), 0), 1)
  return position * position * (3 - 2 * position)
}
