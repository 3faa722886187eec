// A network of one's own does all that the others do; divisions of images are taken over or have their own seed.
import DataFiles
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

/// A convolution, the mean over the image, a dense layer.
///
/// - Shape: [N, 24, 24, 3] → [N, outputs].
private struct TinyNetwork: ImageNetwork {
  var layers = Sequential()
  var output: OutputFunction

  init(outputs: Int, output: OutputFunction) {
    self.output = output
    layers.append(
      ConvolutionBlock(Conv2D(inputChannels: 3, outputChannels: 4, kernelSize: 3, stride: 2), momentum: 0.9),
      as: "convolution")
    layers.append(GlobalAveragePool2D(), as: "pool")
    layers.append(Dense(inputs: 4, outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  fileprivate static let tiny = NetworkDefinition("tiny", summary: "for tests", input: [24, 24, 3]) {
    TinyNetwork(outputs: $0.outputs, output: $0.output)
  }
}

@Suite struct NetworkRegistryTests {
  private static let networks = NetworkRegistry.standard.adding(.tiny) { recipe in
    recipe.batchSize = 5
    recipe.validationFraction = 0.25
  }

  private let small: SmallRun

  init() throws { small = try SmallRun() }

  private func configuration(
    epochs: Int = 0, _ change: (inout RunConfiguration) -> Void = { _ in }
  ) throws -> RunConfiguration {
    var recipe = try Recipe(network: "tiny", networks: Self.networks)
    recipe.epochs = epochs
    var configuration = RunConfiguration(data: small.data, recipe: recipe)
    change(&configuration)
    return configuration
  }

  /// A run of the tiny network, finished, and the notes that it made.
  @discardableResult private func train(
    _ name: String, epochs: Int = 0, _ change: (inout RunConfiguration) -> Void = { _ in }
  ) throws -> (run: TrainingRun, notes: [String]) {
    var notes: [String] = []
    var run = try TrainingRun(
      configuration(epochs: epochs, change), networks: Self.networks, in: small.runFolder(name), overwriting: false
    ) { if case .note(let text) = $0 { notes.append(text) } }
    try run.finish()
    return (run, notes)
  }

  private struct Division: Hashable {
    let training: [String]
    let validation: [String]

    init(_ run: TrainingRun) {
      training = run.current.trainingIdentifiers
      validation = run.current.validationIdentifiers
    }
  }

  @Test func addedNetworksAreFoundWithTheirRecipes() throws {
    #expect(Self.networks.definitions.map(\.name) == NetworkRegistry.standard.definitions.map(\.name) + ["tiny"])
    let recipe = try Recipe(network: "tiny", networks: Self.networks)
    #expect(recipe.batchSize == 5 && recipe.validationFraction == 0.25 && recipe.epochs == 30)
    #expect(recipe.preprocessing == Preprocessing(crop: .whole, width: 24, height: 24, grayscale: false))
    try recipe.check(networks: Self.networks)
    let others = NetworkRegistry.standard.definitions.map(\.name).joined(separator: ", ")
    #expect(message { _ = try Recipe(network: "tiny") } == #"unknown network "tiny"; there are: "# + others)
    #expect(message { try recipe.check() } == #"unknown network "tiny"; there are: "# + others)
  }

  @Test func generalRecipeFollowsTheInput() throws {
    func recipe(channels: Int) throws -> Recipe {
      let own = NetworkDefinition("own", summary: "for tests", input: [48, 64, channels]) {
        TinyNetwork(outputs: $0.outputs, output: $0.output)
      }
      return try Recipe(network: "own", networks: NetworkRegistry.standard.adding(own))
    }
    let grey = Preprocessing(crop: .whole, width: 64, height: 48, grayscale: true)
    #expect(try recipe(channels: 1).preprocessing == grey)
    #expect(try !recipe(channels: 3).preprocessing.grayscale)
  }

  @Test func networkOfTheSameNameIsReplaced() throws {
    let own = NetworkDefinition("hildebrandt", summary: "another", input: [24, 24, 3]) {
      TinyNetwork(outputs: $0.outputs, output: $0.output)
    }
    let networks = NetworkRegistry.standard.adding(own)
    #expect(networks.definitions.count == NetworkRegistry.standard.definitions.count)
    #expect(try networks.definition(named: "hildebrandt").summary == "another")
    // The author's recipe went with the author's network.
    #expect(try Recipe(network: "hildebrandt", networks: networks).batchSize == 32)
    #expect(try Recipe(network: "hildebrandt").batchSize == 64)
  }

  @Test func trainsResumesAndIsReadBack() throws {
    try train("whole", epochs: 2)
    try train("parts", epochs: 1)
    var resumed = try TrainingRun(resuming: small.runFolder("parts"), networks: Self.networks, epochs: 2)
    try resumed.finish()
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(try small.folder.bytes("parts/\(name)") == small.folder.bytes("whole/\(name)"), "\(name)")
    }
    let path = small.runFolder("whole").best
    #expect(try TrainedNetwork(path: path, networks: Self.networks).network is TinyNetwork)
    #expect(message { _ = try TrainedNetwork(path: path) }?.hasPrefix("\(path): ") == true)
    let configuration = small.runFolder("whole").configuration
    #expect(try Recipe(path: configuration, networks: Self.networks) == resumed.configuration.recipe)
    #expect(
      message { _ = try Recipe(path: configuration) }?
        .hasPrefix(#"\#(configuration): is no recipe: unknown network "tiny"; there are: "#) == true)
  }

  @Test func evaluatesAndPredicts() throws {
    try train("run", epochs: 2)
    let trained = try TrainedNetwork(path: small.folder.path("run"), networks: Self.networks)
    let scores = try #require(try trained.evaluate(on: small.data, subset: .validation).scores as? ScoreTable)
    #expect(scores.count == 3 && scores.rmse * scores.rmse == trained.validationLoss)
    let summary = try trained.predict(images: small.images, to: small.folder.path("submission.csv"))
    #expect(summary.count == 12)
    let rows = String(decoding: try small.folder.bytes("submission.csv"), as: UTF8.self).split(separator: "\n")
      .dropFirst().map { $0.split(separator: ",").dropFirst().compactMap { Float($0) } }
    let images = try SyntheticGalaxies.identifiers.map { [UInt8](try small.folder.bytes("images/\($0).jpg")) }
    let answers = try trained.predict(encoded: images)
    #expect(answers.count == 12 && rows.count == 12)
    for (found, expected) in zip(answers, rows) {
      #expect(found.count == 37 && expected.count == 37)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 })
    }
    #expect(try trained.predict(encoded: []).isEmpty)
    let failure = message { _ = try trained.predict(encoded: [images[0], Array(images[1].prefix(100))]) }
    #expect(failure?.hasPrefix("image 1: ") == true)
  }

  @Test(arguments: Benchmark.Mode.allCases) func isBenchmarked(mode: Benchmark.Mode) throws {
    let benchmark = try Benchmark(network: "tiny", mode: mode, batchSize: 2, seconds: 0, networks: Self.networks)
    // Weights, norms and outputs.
    #expect(benchmark.network == "tiny" && benchmark.steps == 5)
    #expect(benchmark.parameters == (try NetworkDefinition.tiny.graph().parameterCount))
    // 27 products for each of 4 × 11 × 11 sums, and 4 for each of 37.
    #expect(benchmark.multiplyAdds == 27 * 4 * 11 * 11 + 4 * 37)
  }

  @Test func splitOfAnotherRunIsTakenOver() throws {
    let first = try train("first").run
    let path = small.runFolder("first").last
    let (second, notes) = try train("second") {
      $0.split = path
      $0.recipe.seed = 5
      $0.recipe.validationFraction = 0.5
    }
    #expect(Division(second) == Division(first) && notes.count == 1)
    #expect(try second.folder.readConfiguration(networks: Self.networks).split == path)
    let alone = try train("alone") {
      $0.recipe.seed = 5
      $0.recipe.validationFraction = 0.5
    }.run
    #expect(Division(alone) != Division(first))
    // A run goes on where the other one is gone.
    try small.folder.remove("first")
    let resumed = try TrainingRun(resuming: small.runFolder("second"), networks: Self.networks, epochs: 1)
    #expect(Division(resumed) == Division(second))
  }

  @Test func imagesOutsideATakenSplitAreNotUsed() throws {
    let first = try train("first") { $0.recipe.limit = 8 }.run
    let (second, notes) = try train("second") { $0.split = small.runFolder("first").last }
    #expect(second.trainingCount + second.validationCount == 8 && Division(second) == Division(first))
    #expect(notes.last == "4 images are not of the split taken over and are not used.")
    let lost = first.current.validationIdentifiers[0]
    try small.folder.remove("images/\(lost).jpg")
    #expect(
      message { try train("third") { $0.split = small.runFolder("first").last } }
        == "the run was made with images that are not there any more or have no label: \(lost)")
  }

  @Test func splitSeedKeepsTheSplit() throws {
    let seeds: [UInt64] = [1, 2, 3, 4]
    let kept = try seeds.map { seed in
      try train("kept\(seed)") {
        $0.recipe.seed = seed
        $0.recipe.splitSeed = 7
        $0.recipe.limit = 10
      }.run
    }
    #expect(Set(kept.map(Division.init)).count == 1)
    let weights = kept.map { $0.current.network.tensors["classifier.weight"]?.scalars ?? [] }
    #expect(Set(weights).count == seeds.count)
    let drawn = try seeds.map { seed in
      try train("drawn\(seed)") {
        $0.recipe.seed = seed
        $0.recipe.limit = 10
      }.run
    }
    #expect(Set(drawn.map(Division.init)).count > 1)
    // Without a seed of its own the split is that of the seed.
    let seventh = try train("seventh") {
      $0.recipe.seed = 7
      $0.recipe.limit = 10
    }.run
    #expect(Division(seventh) == Division(kept[0]))
  }
}
