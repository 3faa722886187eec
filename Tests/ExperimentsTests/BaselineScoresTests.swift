// Baselines are fitted and scored on the galaxies of a run.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing
import Training

@Suite struct BaselineScoresTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  private func list() throws -> LabelledImages<[Float]> { try VoteFractions().read(small.data) }

  @Test func scoresAreThoseOfTheSplit() throws {
    let (training, validation) = (
      Array(SyntheticGalaxies.identifiers.dropLast(3)), Array(SyntheticGalaxies.identifiers.suffix(3))
    )
    let tables = try BaselineScores(of: GalaxyColors(list()), training: training, validation: validation).tables
    #expect(tables.map(\.baseline) == Baseline.allCases)
    #expect(tables.allSatisfy { $0.scores.count == 3 })
    let all = try list()
    let rows = all.labels.flatMap { $0.map(Double.init) }
    let (fitted, scored) = (rows.prefix(9 * 37), Array(rows.suffix(3 * 37)))
    let means = (0..<37).map { column in
      stride(from: column, to: fitted.count, by: 37).reduce(0.0) { $0 + fitted[$1] } / 9
    }
    let zeros = (scored.reduce(0) { $0 + $1 * $1 } / Double(scored.count)).squareRoot()
    let constant = scored.enumerated().reduce(0) { $0 + pow($1.element - means[$1.offset % 37], 2) }
    #expect(abs(tables[0].scores.rmse - zeros) < 1e-12)
    #expect(abs(tables[1].scores.rmse - (constant / Double(scored.count)).squareRoot()) < 1e-7)
  }

  /// Images that cannot be read take no part in the split of a run, hence not in that of its baselines.
  @Test func splitIsThatOfTraining() throws {
    try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    try small.train("run", epochs: 0) { $0.seed = 3 }
    let trained = try TrainedNetwork(path: small.runFolder("run").last)
    let colors = try GalaxyColors(list())
    #expect(colors.failures.map(\.identifier) == ["100003"])
    let split = try Split(colors.identifiers, validationFraction: 0.2, seed: 3)
    #expect(split.training.map { colors.identifiers[$0] } == trained.trainingIdentifiers)
    #expect(split.validation.map { colors.identifiers[$0] } == trained.validationIdentifiers)
  }

  @Test func aPartWithoutImagesIsAnError() throws {
    try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    let colors = try GalaxyColors(list())
    let failure = message {
      _ = try BaselineScores(of: colors, training: ["100001", "100002"], validation: ["100003"])
    }
    #expect(failure?.hasPrefix("\(small.images)/100003.jpg: is a damaged JPEG") == true)
  }
}
