// Submissions hold what the network says, of every galaxy once and in the right order, or are not written.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct PredictionTests {
  private let galaxies: SmallRun
  private let trained: TrainedNetwork

  init() throws {
    galaxies = try SmallRun()
    trained = try SmallRun.networkAfterOneEpoch()
  }

  /// The network's 37 outputs for each of the given galaxies, `batchSize` at a time.
  private func outputs(_ data: Batches, batchSize: Int) -> [[Float]] {
    stride(from: 0, to: data.count, by: batchSize).flatMap { start in
      let batch = Array(start..<min(start + batchSize, data.count))
      let scalars = trained.network.prediction(for: data.input(batch)).scalars
      return batch.indices.map { Array(scalars[$0 * 37..<($0 + 1) * 37]) }
    }
  }

  private func data() throws -> Batches {
    try VoteFractions().read(galaxies.data).load(preprocessing: trained.recipe.preprocessing).batches
  }

  private func predict(template: String? = nil) throws -> PredictionSummary {
    try trained.predict(
      images: galaxies.images, template: template, to: galaxies.folder.path("submission.csv"))
  }

  private func rows() throws -> [[Substring]] {
    String(decoding: try galaxies.folder.bytes("submission.csv"), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",") }
  }

  @Test(arguments: [1, 2, 5, 8, 12]) func numbersDoNotDependOnTheBatch(batchSize: Int) throws {
    let data = try data()
    let (found, expected) = (outputs(data, batchSize: batchSize), outputs(data, batchSize: 7))
    for (index, identifier) in data.identifiers.enumerated() {
      #expect(found[index] == expected[index], "\(identifier)")
    }
  }

  @Test func submissionHoldsTheNetworksNumbers() throws {
    let prediction = try predict()
    #expect(prediction.count == SyntheticGalaxies.count)
    #expect(prediction.clippedCount == 0)
    let expected = outputs(try data(), batchSize: 64).enumerated().map { index, fractions in
      [SyntheticGalaxies.identifiers[index]] + fractions.map { String(format: "%.6f", $0) }
    }
    #expect(try rows().map { $0.map(String.init) } == expected)
    #expect(try Catalogue(path: galaxies.folder.path("submission.csv")).count == SyntheticGalaxies.count)
  }

  @Test func templateDecidesTheOrder() throws {
    _ = try predict()
    let ascending = try rows()
    let order = [5, 0, 11, 3, 1, 2, 4, 10, 9, 8, 7, 6]
    let template = order.map { "\(SyntheticGalaxies.identifiers[$0]),0\n" }.joined()
    _ = try predict(template: try galaxies.folder.write("GalaxyID,Class1.1\n" + template, to: "template.csv"))
    #expect(try rows() == order.map { ascending[$0] })
  }

  @Test func templateOfOtherGalaxiesIsRefused() throws {
    try galaxies.folder.write("old", to: "submission.csv")
    let all = SyntheticGalaxies.identifiers
    for (ids, problem) in [
      (Array(all.dropLast()), "the predictions do not match this template: 1 not in it (100012)"),
      (all + ["7", "9"], "the predictions do not match this template: 2 missing (7, 9)"),
      (all + ["100004"], "line 14: galaxy 100004 is already on line 5"),
      ([], "holds a header but no galaxies"),
    ] {
      let template = try galaxies.folder.write((["GalaxyID"] + ids).map { $0 + "\n" }.joined(), to: "template.csv")
      let before = try galaxies.folder.files()
      #expect(message { _ = try predict(template: template) } == "\(template): \(problem)")
      #expect(try galaxies.folder.files() == before)
    }
  }

  @Test func unreadableImageIsLeftOutUnlessATemplateWantsIt() throws {
    try galaxies.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    let prediction = try predict()
    #expect(prediction.failures.map(\.identifier) == ["100003"])
    #expect(try rows().map { $0[0] } == SyntheticGalaxies.identifiers.filter { $0 != "100003" }.map { $0[...] })
    let before = try galaxies.folder.files()
    let failure = message { _ = try predict(template: galaxies.labels) }
    #expect(failure?.hasPrefix("\(galaxies.images)/100003.jpg: is a damaged JPEG") == true)
    #expect(try galaxies.folder.files() == before)
  }

  @Test(arguments: [
    ("cover.jpg", "its name is not a GalaxyID, a positive whole number"),
    ("-7.jpg", "its name is not a GalaxyID, a positive whole number"),
    ("0100002.jpg", nil),
  ]) func imagesOfASubmissionAreNamedByGalaxy(name: String, problem: String?) throws {
    try galaxies.folder.write(galaxies.folder.bytes("images/100001.jpg"), to: "images/\(name)")
    let failure = try #require(message { _ = try predict(template: galaxies.labels) })
    #expect(failure.hasPrefix("\(galaxies.images)/"))
    if let problem {
      #expect(failure == "\(galaxies.images)/\(name): \(problem)")
    } else {
      #expect(failure == "\(galaxies.images)/100002.jpg: is galaxy 100002, as is \(galaxies.images)/\(name)")
    }
    #expect(try galaxies.folder.files()["submission.csv"] == nil)
  }
}
