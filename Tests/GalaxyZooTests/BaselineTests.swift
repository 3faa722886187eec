import GalaxyZoo
import Images
import Testing

@Suite struct BaselineTests {
  /// Galaxies of one pixel each, whose centre and mean are that pixel.
  private func features(_ colors: [[UInt8]]) -> [ColorFeatures] {
    colors.map { ColorFeatures(Image(width: 1, height: 1, channels: 3, pixels: $0)) }
  }

  /// 60 colours without a pattern.
  private let colors: [[UInt8]] = (0..<60).map { (index: Int) -> [UInt8] in
    [index * 37 % 256, index * 101 % 256, index * index % 251].map { UInt8($0) }
  }

  /// 37 fractions a galaxy, column c being value(galaxy, c).
  private func fractions(_ count: Int, _ value: (Int, Int) -> Double) -> [Float] {
    (0..<count).flatMap { galaxy in (0..<37).map { Float(value(galaxy, $0)) } }
  }

  @Test func zerosAndMeans() {
    let truth = fractions(4) { Double($0 * $1) / 200 }
    let features = features([[1, 2, 3], [4, 5, 6], [7, 8, 9], [200, 1, 5]])
    #expect(Baseline.zeros.fitted(to: features, fractions: truth)(features[0]) == [Float](repeating: 0, count: 37))
    let means = Baseline.means.fitted(to: features, fractions: truth)(features[3])
    #expect(zip(means, 0..<37).allSatisfy { abs(Double($0) - 1.5 * Double($1) / 200) < 1e-7 })
  }

  @Test(arguments: [Baseline.centralPixel, .meanColor])
  func linearTruthIsRecovered(baseline: Baseline) {
    func truth(_ color: [UInt8], _ column: Int) -> Double {
      let (red, green, blue) = (Double(color[0]) / 255, Double(color[1]) / 255, Double(color[2]) / 255)
      return 0.3 + 0.01 * Double(column) * red - 0.25 * green + 0.2 * blue
    }
    let features = features(colors)
    let fitted = baseline.fitted(to: features, fractions: fractions(60) { truth(colors[$0], $1) })
    let unseen: [UInt8] = [9, 99, 199]
    let predicted = fitted(self.features([unseen])[0])
    for column in 0..<37 { #expect(abs(Double(predicted[column]) - truth(unseen, column)) < 1e-6) }
  }

  /// What makes a fit the least-squares fit: its residuals are orthogonal to the intercept and to every channel.
  @Test func residualsAreOrthogonalToTheFeatures() {
    let features = features(colors)
    let truth = fractions(60) { 0.4 + 0.1 * Double(($0 * $0 * 7 + $1 * 13) % 17) / 17 }
    let fitted = Baseline.centralPixel.fitted(to: features, fractions: truth)
    for column in 0..<37 {
      var products = SIMD4<Double>.zero
      var size = 0.0
      for (galaxy, feature) in features.enumerated() {
        let residual = Double(truth[galaxy * 37 + column]) - Double(fitted(feature)[column])
        products += residual * SIMD4(feature.centralPixel, 1)
        size += abs(residual)
      }
      #expect(size > 1)
      for index in 0..<4 { #expect(abs(products[index]) < 1e-5) }
    }
  }

  @Test func centreAndMeanAreUsedByTheirOwnBaselines() {
    // The centre (the last pixel) carries the truth, the first pixel hides it from the mean.
    let images = (0..<50).map { (index: Int) -> ColorFeatures in
      let level = UInt8(index * 5)
      let opposite = 255 - level
      return ColorFeatures(
        Image(width: 1, height: 2, channels: 3, pixels: [opposite, opposite, opposite, level, level, level]))
    }
    let truth = fractions(50) { galaxy, _ in Double(galaxy * 5) / 255 }
    var scores: [Baseline: Double] = [:]
    for baseline in [Baseline.centralPixel, .meanColor] {
      let fitted = baseline.fitted(to: images, fractions: truth)
      var score = Scores()
      for (galaxy, image) in images.enumerated() {
        score.add(prediction: fitted(image)[...], truth: truth[galaxy * 37..<(galaxy + 1) * 37])
      }
      scores[baseline] = score.table.rmse
    }
    #expect(scores[.centralPixel, default: 1] < 1e-6)
    // Nothing is left but the mean, whose score is the standard deviation of 0, 5, … 245, over 255.
    #expect(abs(scores[.meanColor, default: 0] - 5 * (2499.0 / 12).squareRoot() / 255) < 1e-6)
  }

  @Test func greyImagesShareTheWeight() {
    let grey = features((0..<60).map { [UInt8](repeating: UInt8($0 * 4), count: 3) })
    let truth = fractions(60) { galaxy, _ in 0.1 + 0.5 * Double(galaxy * 4) / 255 }
    let fitted = Baseline.centralPixel.fitted(to: grey, fractions: truth)
    let predicted = features([[120, 120, 120], [240, 60, 60]]).map { Double(fitted($0)[0]) }
    // Both have the same mean of the channels; any other division of the weight would tell them apart.
    for value in predicted { #expect(abs(value - (0.1 + 0.5 * 120 / 255)) < 1e-5) }
  }

  @Test func colorsThatDoNotVaryGiveTheMeans() {
    let black = features([[0, 0, 0], [0, 0, 0]])
    let fitted = Baseline.meanColor.fitted(to: black, fractions: fractions(2) { galaxy, _ in Double(galaxy) })
    #expect(fitted(features([[255, 255, 255]])[0]) == [Float](repeating: 0.5, count: 37))
  }

  @Test func predictionsStayFractions() {
    let ends = features([[0, 0, 0], [10, 10, 10]])
    let fitted = Baseline.meanColor.fitted(to: ends, fractions: fractions(2) { galaxy, _ in Double(galaxy) })
    #expect(fitted(features([[200, 200, 200]])[0]) == [Float](repeating: 1, count: 37))
    #expect(fitted(ends[0]).allSatisfy { abs($0) < 1e-6 })
  }

  /// The expected scores come from NumPy, by Scripts/fixtures/baselines.py.
  @Test(
    .enabled(if: RealData.folder != nil, "GALAXY_TEST_DATA is unset"),
    arguments: [
      (Baseline.zeros, 0.26741178348211586), (.means, 0.16070080632242573), (.centralPixel, 0.1511620100651222),
      (.meanColor, 0.16186424570998445),
    ])
  func realGalaxiesScoreAsNumPySays(baseline: Baseline, expected: Double) throws {
    let catalogue = try Catalogue(path: RealData.solutions)
    let features = try catalogue.ids.map {
      ColorFeatures(try Image.decode(path: "\(RealData.images)/\($0).jpg", as: .rgb))
    }
    let training = features.indices.filter { $0 % 5 != 0 }
    let fitted = baseline.fitted(
      to: training.map { features[$0] }, fractions: training.flatMap { Array(catalogue.row($0)) })
    var scores = Scores()
    for galaxy in features.indices where galaxy % 5 == 0 {
      scores.add(prediction: fitted(features[galaxy])[...], truth: catalogue.row(galaxy))
    }
    #expect(scores.table.count == 100)
    #expect(abs(scores.table.rmse - expected) < 1e-7)
  }
}
