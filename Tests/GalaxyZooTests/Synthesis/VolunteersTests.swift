import GalaxyZoo
import Tensors
import Testing

@Suite struct VolunteersTests {
  /// The mean fractions of many crowds that look at the same galaxy.
  private func meanFractions(of galaxy: GalaxyModel) -> [Double] {
    let random = RandomSource(seed: 3)
    let impression = Impression(of: SkyScene(target: galaxy, random: random))
    var sums = [Double](repeating: 0, count: DecisionTree.columnCount)
    let crowds = 30
    for crowd in 0..<crowds {
      var stream = random.split(UInt64(crowd))
      let row = Volunteers.classify(impression, random: &stream).millionths
      for column in row.indices { sums[column] += Double(row[column]) / 1e6 / Double(crowds) }
    }
    return sums
  }

  private func fraction(_ name: String, of galaxy: GalaxyModel) throws -> Double {
    meanFractions(of: galaxy)[try #require(DecisionTree.columnNames.firstIndex(of: name))]
  }

  private static let red = StellarColor(population: 0.8)
  private static let blue = StellarColor(population: 0.3)

  private func elliptical(axisRatio: Float) -> GalaxyModel {
    GalaxyModel(
      magnitude: 15.5, radius: 8, positionAngle: 1,
      spheroid: Spheroid(fraction: 1, halfLightRadius: 0.5, index: 4, axisRatio: axisRatio, color: Self.red))
  }

  private func spiral(cosine: Float = 0.9, bulge: Float = 0.15, radius: Float = 10, arms: Arms? = nil, bar: Bar? = nil)
    -> GalaxyModel
  {
    var disk = Disk(
      scaleLength: 0.35, cosineOfInclination: cosine, thickness: 0.15, color: Self.blue, youngColor: Self.blue)
    disk.arms = arms
    disk.bar = bar
    return GalaxyModel(
      magnitude: 15.5, radius: radius, positionAngle: 1,
      spheroid: Spheroid(fraction: bulge, halfLightRadius: 0.12, index: 2, axisRatio: 0.8, color: Self.red), disk: disk)
  }

  private func arms(count: Int = 2, pitch: Float = 0.35, contrast: Float = 0.9) -> Arms {
    Arms(count: count, pitch: pitch, contrast: contrast, sharpness: 2.5, phase: 0, flocculence: 0)
  }

  @Test func rounderGalaxiesGetRounderVotes() throws {
    let shares = try [0.3, 0.6, 0.95].map { try fraction("Class7.1", of: elliptical(axisRatio: $0)) }
    #expect(shares[0] < 0.1 && shares[0] < shares[1] && shares[1] < shares[2] && shares[2] > 0.4)
    let cigars = try [0.3, 0.6, 0.95].map { try fraction("Class7.3", of: elliptical(axisRatio: $0)) }
    #expect(cigars[0] > 0.3 && cigars[0] > cigars[1] && cigars[2] < 0.05)
  }

  @Test func ellipticalGalaxiesAreSmoothAndSpiralsAreNot() throws {
    #expect(try fraction("Class1.1", of: elliptical(axisRatio: 0.8)) > 0.6)
    #expect(try fraction("Class1.2", of: spiral(arms: arms())) > 0.8)
  }

  @Test func strongerBarsGetMoreVotes() throws {
    let shares = try [0, 0.06, 0.2].map { (share: Float) in
      let bar = Bar(fraction: share, length: 0.4, axisRatio: 0.35, angle: 0)
      return try fraction("Class3.1", of: spiral(arms: arms(), bar: bar))
    }
    #expect(shares[0] < 0.12 && shares[0] < shares[1] && shares[1] < shares[2] && shares[2] > 0.5)
  }

  @Test func strongerArmsGetMoreVotesUnlessTheGalaxyIsBlurred() throws {
    let shares = try [0.1, 0.5, 0.9].map { try fraction("Class4.1", of: spiral(arms: arms(contrast: $0))) }
    #expect(shares[0] < shares[1] && shares[1] < shares[2] && shares[2] > 0.6)
    let blurred = try fraction("Class4.1", of: spiral(radius: 3, arms: arms(contrast: 0.9)))
    #expect(blurred < shares[2] - 0.15)
  }

  @Test func openerArmsAreCalledLooser() throws {
    let tight = meanFractions(of: spiral(radius: 18, arms: arms(pitch: 0.17)))
    let loose = meanFractions(of: spiral(radius: 18, arms: arms(pitch: -0.7)))
    #expect(tight[28] > tight[30] && loose[30] > loose[28])
  }

  @Test(arguments: 1...4) func armsAreCounted(count: Int) {
    let shares = meanFractions(of: spiral(radius: 18, arms: arms(count: count)))[31..<36]
    #expect(shares.firstIndex { $0 == shares.max() } == 31 + count - 1)
  }

  @Test func bulgesAndInclinationAreSeen() throws {
    let edgeOn = try [0.9, 0.3, 0.02].map { try fraction("Class2.1", of: spiral(cosine: $0)) }
    #expect(edgeOn[0] < 0.05 && edgeOn[0] < edgeOn[1] && edgeOn[1] < edgeOn[2] && edgeOn[2] > 0.6)
    let small = meanFractions(of: spiral(bulge: 0.01, arms: arms()))
    let large = meanFractions(of: spiral(bulge: 0.5, arms: arms()))
    #expect(small[9] > large[9] && small[12] < large[12] && small[11] < large[11])
  }

  @Test func odditiesAreNamed() throws {
    let plain = spiral(arms: arms())
    var lumpy = plain
    lumpy.irregularity = 0.6
    var torn = plain
    torn.disturbance = 0.9
    var lens = elliptical(axisRatio: 0.9)
    lens.lensedArc = LensedArc(fraction: 0.08, radius: 0.8, angle: 0, span: 2)
    var ringed = spiral()
    ringed.disk?.ring = Ring(fraction: 0.4, radius: 0.6, width: 0.08)
    for (name, galaxy) in [("Class8.4", lumpy), ("Class8.3", torn), ("Class8.2", lens), ("Class8.1", ringed)] {
      #expect(try fraction(name, of: galaxy) > 0.15 + fraction(name, of: plain), "\(name)")
    }
  }

  @Test func aStarInFrontIsCalledAStar() {
    let random = RandomSource(seed: 5)
    var scene = SkyScene(target: spiral(arms: arms()), random: random)
    let before = Impression(of: scene)
    scene.stars = [Star(x: scene.center, y: scene.center, magnitude: 10, color: Self.blue)]
    let after = Impression(of: scene)
    var (clear, covered) = (random.split(0), random.split(1))
    #expect(Volunteers.classify(before, random: &clear).millionths[2] < 100_000)
    #expect(Volunteers.classify(after, random: &covered).millionths[2] > 600_000)
  }
}
