// Scores are those of the right galaxies, and right.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct EvaluationTests {
  private let galaxies: SmallRun
  private let trained: TrainedNetwork

  init() throws {
    galaxies = try SmallRun()
    trained = try SmallRun.networkAfterOneEpoch()
  }

  @Test(arguments: [(Subset.all, 12), (.train, 10), (.validation, 2)])
  func subsetIsThatOfTheRun(subset: Subset, count: Int) throws {
    #expect(try trained.evaluate(on: galaxies.data, subset: subset).scores.count == count)
  }

  @Test func scoresAreRootMeanSquares() throws {
    let all = try VoteFractions().read(galaxies.data)
    let list = try all.selecting(all.positions(of: trained.validationIdentifiers))
    let batches = try list.load(preprocessing: trained.recipe.preprocessing).batches
    let found = trained.network.prediction(for: batches.input([0, 1])).scalars
    let squares = zip(found, list.labels.flatMap { $0 }).map { pow(Double($0) - Double($1), 2) }
    let scores = try #require(try trained.evaluate(on: galaxies.data, subset: .validation).scores as? ScoreTable)
    #expect(abs(scores.rmse - (squares.reduce(0, +) / 74).squareRoot()) < 1e-12)
    #expect(abs(scores.perAnswer[36] - ((squares[36] + squares[73]) / 2).squareRoot()) < 1e-12)
    #expect(
      abs(scores.perQuestion[1] - ((squares[3] + squares[4] + squares[40] + squares[41]) / 4).squareRoot()) < 1e-12)
  }

  @Test func missingGalaxiesAreNamed() throws {
    let lost = trained.validationIdentifiers[1]
    try galaxies.folder.remove("images/\(lost).jpg")
    #expect(try trained.evaluate(on: galaxies.data).scores.count == 11)
    #expect(try trained.evaluate(on: galaxies.data, subset: .train).scores.count == 10)
    #expect(
      message { _ = try trained.evaluate(on: galaxies.data, subset: .validation) }
        == "the run was made with images that are not there any more or have no label: \(lost)")
  }

  @Test func unreadableImagesAreLeftOut() throws {
    let lost = trained.validationIdentifiers[1]
    try galaxies.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/\(lost).jpg")
    let evaluation = try trained.evaluate(on: galaxies.data, subset: .validation)
    #expect(evaluation.scores.count == 1)
    #expect(evaluation.failures.map(\.identifier) == [lost])
  }
}
