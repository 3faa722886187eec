// Caches in the place of folders.
import Experiments
import DataFiles
import Foundation
import GalaxyZoo
import ImageDatasets
import Tensors
import TestSupport
import Testing
import Training

@Suite struct PackingTests {
  private let small: SmallRun
  private let cache: String

  init() throws {
    small = try SmallRun()
    cache = small.folder.path("galaxies.cache")
  }

  private func pack(labels: String? = nil, network: String = "hildebrandt") throws -> PackingSummary {
    try packImages(
      of: small.images, labels: labels, preprocessing: Recipe(network: network).preprocessing, to: cache)
  }

  @Test func trainingEvaluationAndPredictionAreTheSameFromACache() throws {
    let files = try small.train("files", epochs: 1)
    #expect(try pack().count == 12)
    var configuration = try small.configuration(epochs: 1)
    configuration.data.images = cache
    var run = try TrainingRun(configuration, in: small.runFolder("packed"), overwriting: false)
    try run.finish()
    let packed = try small.folder.files(in: "packed")
    #expect(packed["best.safetensors"] == files["best.safetensors"])
    #expect(packed["last.safetensors"] == files["last.safetensors"])
    #expect(packed["report.html"]?.isEmpty == false)

    let trained = try TrainedNetwork(path: small.folder.path("packed"))
    var scores: [Double] = []
    var predictions: [Data] = []
    for images in [small.images, cache] {
      let data = DataSet(images: images, labels: small.labels)
      scores.append(try #require(try trained.evaluate(on: data, subset: .validation).scores as? ScoreTable).rmse)
      let output = small.folder.path("submission.csv")
      #expect(try trained.predict(images: images, to: output).count == 12)
      predictions.append(try small.folder.bytes("submission.csv"))
    }
    #expect(scores[0] == scores[1])
    #expect(predictions[0] == predictions[1])
  }

  @Test func labelsChooseTheImages() throws {
    try small.folder.write("GalaxyID\n100004\n100002\n7\n", to: "wanted.csv")
    #expect(try pack(labels: small.folder.path("wanted.csv")).count == 2)
    #expect(try ImageCache(path: cache).identifiers == ["100002", "100004"])
    // A list may be joined with a cache that has more, or fewer, images.
    #expect(try VoteFractions().read(DataSet(images: cache, labels: small.labels)).identifiers == ["100002", "100004"])
  }

  @Test func cacheOfAnotherNetworkIsRefused() throws {
    _ = try pack(network: "lawlor-vgg16")
    let failure = message {
      _ = try VoteFractions().read(DataSet(images: cache, labels: small.labels)).load(
        preprocessing: Recipe(network: "hildebrandt").preprocessing)
    }
    #expect(
      failure == "\(cache): holds other images than the network takes: crop center:212x212, expected regionOfInterest; "
        + "size 106x106, expected 150x150; filter bicubic, expected area; channels RGB, expected grey")
  }

  @Test func classFoldersArePackedWithTheirClasses() throws {
    for (index, identifier) in SyntheticGalaxies.identifiers.enumerated() {
      try small.folder.write(
        small.folder.bytes("images/\(identifier).jpg"),
        to: "classes/\(index % 3 == 0 ? "odd" : "even")/\(identifier).jpg")
    }
    let packing = try packImages(
      of: small.folder.path("classes"), preprocessing: Recipe(network: "hildebrandt").preprocessing, to: cache)
    #expect(packing.count == 12 && packing.classCount == 2)
    let (images, classes) = try LabelledImages<Int>.classFolders(path: cache)
    #expect(classes.names == ["even", "odd"] && images.labels.reduce(0, +) == 4)
    #expect(images.identifiers.first == "even/100002")
  }

  @Test func lawlorsPixelsAreNotScaled() throws {
    _ = try pack(network: "lawlor-vgg16")
    let data = try VoteFractions().read(DataSet(images: cache, labels: small.labels)).load(
      preprocessing: Recipe(network: "lawlor-vgg16").preprocessing
    ).batches
    let numbers = data.input([0, 1]).scalars
    #expect(numbers.allSatisfy { $0 == $0.rounded() && (0...255).contains($0) } && numbers.contains { $0 > 20 })
  }
}
