// Galaxies of a folder, joined with their rows.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct VoteFractionsTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  @Test func partialJoinIsReported() throws {
    try small.folder.remove("images/100004.jpg")
    try small.folder.write(small.folder.bytes("images/100001.jpg"), to: "images/7.jpg")
    let list = try VoteFractions().read(small.data)
    #expect(list.identifiers == SyntheticGalaxies.identifiers.filter { $0 != "100004" })
    #expect(list.report?.rowsWithoutImage.first == ["100004"])
    #expect(list.report?.imagesWithoutRow.first == ["7"])
  }

  @Test func labelsAreTheRowsOfTheCatalogue() throws {
    let sample = try VoteFractions().read(small.data).sampled(5, seed: 1)
    let catalogue = try Catalogue(path: small.labels)
    #expect(sample.count == 5)
    for (name, label) in zip(sample.identifiers, sample.labels) {
      let row = try #require(catalogue.ids.firstIndex { "\($0)" == name })
      #expect(label == Array(catalogue.row(row)))
    }
  }

  @Test func aRunMayStartAtTheMeans() throws {
    func start(_ name: String, _ change: (inout Recipe) -> Void) throws -> TrainedNetwork {
      try small.train(name, epochs: 0, change)
      return try TrainedNetwork(path: small.folder.path(name + "/last.safetensors"))
    }
    func bias(_ trained: TrainedNetwork) throws -> Tensor {
      try #require(trained.network.tensors[trained.network.outputLayerName + ".bias"])
    }
    let plain = try start("plain") { _ in }
    #expect(try bias(plain) == Tensor([37], repeating: 0))
    let started = try start("means") { $0.startsAtMeans = true }
    let means = try #require(started.task.trainingMeans)
    let outputs = OutputFunction.sigmoid(Variable(try bias(started))).value
    let clipped = means.map { min(max($0, 0.001), 0.999) }
    #expect(outputs.relativeError(to: Tensor([37], scalars: clipped)) < 1e-6)
    // Everything else begins as the seed has it, and weights from elsewhere stay as they are.
    for (name, tensor) in plain.network.tensors where !name.hasSuffix(".bias") {
      #expect(started.network.tensors[name] == tensor)
    }
    var configuration = try small.configuration(epochs: 0) { $0.startsAtMeans = true }
    configuration.initialWeights = small.folder.path("plain/last.safetensors")
    var run = try TrainingRun(configuration, in: small.runFolder("loaded"), overwriting: false)
    try run.finish()
    let loaded = try TrainedNetwork(path: small.folder.path("loaded/last.safetensors"))
    #expect(try bias(loaded) == Tensor([37], repeating: 0))
  }

  @Test func dataOfOtherTasksAreRefused() throws {
    func problem(_ change: (inout DataSet) -> Void) throws -> String? {
      var data = small.data
      change(&data)
      return message { _ = try VoteFractions().read(data) }
    }
    #expect(try problem { _ in } == nil)
    #expect(try problem { $0.labels = nil } == "regression needs a file of labels with the 37 vote fractions")
    #expect(
      try problem { $0.classColumn = "Class1.1" }
        == "a column of classes is for classification, not for the 37 vote fractions")
    #expect(
      try problem { $0.validationImages = "other" }
        == "a folder of images to validate on is for classification: its sub-folders are the classes")
  }
}
