// Runs that keep a moving average of their weights, and runs whose batches are computed in parts.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

/// A convolution without a norm, the mean over the image, a dense layer.
private struct PlainNetwork: ImageNetwork {
  var layers = Sequential()
  var output: OutputFunction

  init(outputs: Int, output: OutputFunction) {
    self.output = output
    layers.append(Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 3, stride: 2), as: "convolution")
    layers.append(Activation.relu, as: "relu")
    layers.append(GlobalAveragePool2D(), as: "pool")
    layers.append(Dense(inputs: 4, outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  fileprivate static let plain = NetworkDefinition("plain", summary: "for tests", input: [24, 24, 3]) {
    PlainNetwork(outputs: $0.outputs, output: $0.output)
  }
}

@Suite(.serialized) struct AveragedRunTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  private func tensors(_ run: String, _ file: String, without prefix: String) throws -> [String: Tensor] {
    try SafeTensors(path: small.folder.path("\(run)/\(file).safetensors")).dropping(prefix: prefix)
  }

  @Test func theAverageIsKeptBesideTheWeightsAndChangesNoneOfThem() throws {
    try small.train("plain", epochs: 2)
    try small.train("averaged", epochs: 2) { $0.averageWeights = 0.9 }
    let last = try tensors("averaged", "last", without: "weightAverage")
    #expect(try last == tensors("plain", "last", without: "weightAverage"))
    // An average without a past is the weights themselves; WeightAverageTests compares others.
    try small.train("zero", epochs: 2) { $0.averageWeights = 0 }
    let history = try TrainingHistory(reading: small.runFolder("zero").history).epochs
    for record in history {
      #expect(record.validation["loss"] == record.validation["unaveraged_loss"])
      #expect(record.validation["rmse"] == record.validation["unaveraged_rmse"])
    }
    let best = try #require(history.best(by: "loss"))
    #expect(try TrainedNetwork(path: small.runFolder("zero").best).epoch == best.epoch)
    #expect(
      try TrainingHistory(reading: small.runFolder("averaged").history).epochs.map { $0.validation["unaveraged_loss"] }
        == TrainingHistory(reading: small.runFolder("plain").history).epochs.map { $0.validation["loss"] })
  }

  @Test func theBestNetworkIsTheAverage() throws {
    try small.train("run", epochs: 1) { $0.averageWeights = 0.5 }
    let average = try SafeTensors(path: small.runFolder("run").last)[prefix: "weightAverage"]
    let best = try TrainedNetwork(path: small.runFolder("run").path).network.tensors
    #expect(average["updates"]?.scalar == 2)
    for (name, tensor) in best { #expect(average["module.\(name)"] == tensor, "\(name)") }
    let scores = try TrainedNetwork(path: small.runFolder("run").path).evaluate(on: small.data, subset: .validation)
      .scores
    let record = try TrainingHistory(reading: small.runFolder("run").history).epochs[0]
    #expect(scores.measurements["rmse"] == record.validation["rmse"])
  }

  @Test func anAverageGoesOnWithinAnEpoch() throws {
    let whole = try small.train("whole", epochs: 2) { $0.averageWeights = 0.9 }
    var first = try TrainingRun(
      try small.configuration(epochs: 2) { $0.averageWeights = 0.9 }, in: small.runFolder("run"), overwriting: false)
    var asked = 0
    let end = try first.finish(stoppingWhen: {
      asked += 1
      return asked > 1
    })
    #expect(end == .stopped && first.imagesOfUnfinishedEpoch == 5)
    let files = try small.resume("run")
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(files[name] == whole[name], "\(name)")
    }
  }

  /// A network without norms and without chance takes the same step in parts, but for rounding.
  @Test func partsMakeTheStepOfTheWholeBatch() throws {
    let networks = NetworkRegistry.standard.adding(.plain) { recipe in
      (recipe.augmentation, recipe.optimizer, recipe.learningRate) = (.none, .sgd(), 0.5)
      (recipe.epochs, recipe.batchSize, recipe.schedule) = (3, 5, .constant)
    }
    func weights(_ name: String, accumulate: Int) throws -> [String: Tensor] {
      var recipe = try Recipe(network: "plain", networks: networks)
      recipe.accumulate = accumulate
      var run = try TrainingRun(
        RunConfiguration(data: small.data, recipe: recipe), networks: networks, in: small.runFolder(name),
        overwriting: false)
      let start = run.current.network.tensors
      try run.finish()
      let end = run.current.network.tensors
      #expect(start.allSatisfy { $0.value.relativeError(to: end[$0.key] ?? $0.value) > 1e-3 })
      return end
    }
    let whole = try weights("whole", accumulate: 1)
    // Of five images, in threes and twos, in ones, and in more parts than there are images.
    for count in [2, 5, 9] {
      let parts = try weights("parts\(count)", accumulate: count)
      for (name, tensor) in whole {
        #expect(try #require(parts[name]).relativeError(to: tensor) < 1e-5, "\(name) in \(count) parts")
      }
    }
  }

  @Test func aRunInPartsGoesOn() throws {
    let whole = try small.train("whole", epochs: 2) { $0.accumulate = 2 }
    try small.train("run", epochs: 1) { $0.accumulate = 2 }
    #expect(try small.resume("run", epochs: 2)["last.safetensors"] == whole["last.safetensors"])
    // Norms see a part at a time.
    try small.train("plain", epochs: 2)
    #expect(try small.folder.bytes("plain/last.safetensors") != whole["last.safetensors"])
  }
}
