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
    let list = try LabelledImages(images: galaxies.images, labels: galaxies.labels)
    #expect(try Evaluation(of: trained, on: list, subset: subset).scores.count == count)
  }

  @Test func scoresAreRootMeanSquares() throws {
    let list = try LabelledImages(images: galaxies.images, labels: galaxies.labels).selecting(
      identifiers: trained.validationIdentifiers)
    let data = try PreparedImages(list, preprocessing: trained.recipe.preprocessing)
    var context = Context.inference
    let found = trained.network(Variable(data.input([0, 1])), in: &context).value.scalars
    let squares = zip(found, (0..<2).flatMap { list.row($0) }).map { pow(Double($0) - Double($1), 2) }
    let scores = try #require(try Evaluation(of: trained, on: list, subset: .all).scores.fractions)
    #expect(abs(scores.rmse - (squares.reduce(0, +) / 74).squareRoot()) < 1e-12)
    #expect(abs(scores.perAnswer[36] - ((squares[36] + squares[73]) / 2).squareRoot()) < 1e-12)
    #expect(
      abs(scores.perQuestion[1] - ((squares[3] + squares[4] + squares[40] + squares[41]) / 4).squareRoot()) < 1e-12)
  }

  @Test func missingGalaxiesAreNamed() throws {
    let lost = trained.validationIdentifiers[1]
    try galaxies.folder.remove("images/\(lost).jpg")
    let list = try LabelledImages(images: galaxies.images, labels: galaxies.labels)
    #expect(try Evaluation(of: trained, on: list, subset: .all).scores.count == 11)
    #expect(try Evaluation(of: trained, on: list, subset: .train).scores.count == 10)
    #expect(
      message { _ = try Evaluation(of: trained, on: list, subset: .validation) }
        == "the run was made with galaxies that have no image or no row any more: \(lost)")
  }

  @Test func unreadableImagesAreLeftOut() throws {
    let lost = trained.validationIdentifiers[1]
    try galaxies.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/\(lost).jpg")
    let list = try LabelledImages(images: galaxies.images, labels: galaxies.labels)
    let evaluation = try Evaluation(of: trained, on: list, subset: .validation)
    #expect(evaluation.scores.count == 1)
    #expect(evaluation.failures.map(\.identifier) == [lost])
  }
}
