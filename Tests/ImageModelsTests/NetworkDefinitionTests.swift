// What every network of the package must be able to do.
import Foundation
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// Counts that are known from outside: published, or the authors' own.
private struct KnownCounts: Sendable, CustomTestStringConvertible {
  let network: String
  var options = NetworkOptions()
  let parameters: Int
  var trainable: Int?
  /// Millions of multiply-adds, where published.
  var millions: ClosedRange<Int>?

  var testDescription: String { "\(network) \(options.outputs) × \(options.widthMultiplier)" }

  private static func published(
    _ network: String, outputs: Int = 1000, width: Double = 1, _ parameters: Int, trainable: Int? = nil,
    millions: ClosedRange<Int>? = nil
  ) -> KnownCounts {
    KnownCounts(
      network: network, options: NetworkOptions(outputs: outputs, widthMultiplier: width), parameters: parameters,
      trainable: trainable, millions: millions)
  }

  static let all = [
    KnownCounts(network: "galaxy", parameters: 221_985, trainable: 221_241, millions: 180...182),
    KnownCounts(network: "hildebrandt", parameters: 849_285, trainable: 848_133),
    KnownCounts(network: "galaxy-mobilenet-v1", parameters: 4_290_901, millions: 560...575),
    KnownCounts(network: "galaxy-mobilenet-v2", parameters: 8_119_477),
    KnownCounts(network: "lawlor-vgg16", parameters: 50_526_053, trainable: 50_526_053),
    published("mobilenet-v1", 4_253_864, trainable: 4_231_976, millions: 568...569),
    published("mobilenet-v2", 3_538_984, trainable: 3_504_872, millions: 300...301),
    published("mobilenet-v3-small", 2_554_968, trainable: 2_542_856, millions: 56...57),
    published("mobilenet-v3-large", 5_507_432, trainable: 5_483_032, millions: 216...219),
    published("vgg16", 138_357_544, trainable: 138_357_544, millions: 15_470...15_471),
    published("inception-v3", 23_851_784, trainable: 23_817_352, millions: 5_700...5_730),
    // MobileNet v1 for ten classes: trainable parameters are published, the others are two to a channel of a norm.
    published("mobilenet-v1", outputs: 10, 3_217_226 + 2 * 10_944, trainable: 3_217_226),
    published("mobilenet-v1", outputs: 10, width: 0.75, 1_824_250 + 2 * 8_208, trainable: 1_824_250),
    published("mobilenet-v1", outputs: 10, width: 0.5, 823_722 + 2 * 5_472, trainable: 823_722),
    published("mobilenet-v1", outputs: 10, width: 0.25, 215_642 + 2 * 2_736, trainable: 215_642),
    published("mobilenet-v1-shallow", outputs: 10, 1_884_874, trainable: 1_873_226),
    published("mobilenet-v2", width: 1.4, 6_156_712, millions: 582...583),
    published("mobilenet-v2", width: 0.75, 2_663_064, millions: 209...210),
    published("mobilenet-v2", width: 0.5, 1_987_224, millions: 97...98),
    published("mobilenet-v2", width: 0.35, 1_691_208, millions: 59...60),
    // Widths at which rounding to channels matters, as keras.applications counts them.
    published("mobilenet-v1", width: 0.33, 706_151, trainable: 698_965),
    published("mobilenet-v2", width: 0.28, 1_571_416, trainable: 1_560_088),
    published("mobilenet-v2", width: 1.3, 5_431_048, trainable: 5_386_792),
    published("mobilenet-v3-small", width: 0.35, 1_354_680, trainable: 1_350_344),
    published("mobilenet-v3-small", width: 1.3, 3_999_536, trainable: 3_983_152),
    published("mobilenet-v3-large", width: 0.75, 4_012_616, trainable: 3_993_528),
    published("mobilenet-v3-large", width: 1.3, 8_741_320, trainable: 8_709_384),
  ]
}

@Suite(.serialized) struct NetworkDefinitionTests {
  @Test(arguments: KnownCounts.all) fileprivate func counts(_ known: KnownCounts) throws {
    let layers = try NetworkDefinition.named(known.network).graph(known.options).summary
    #expect(layers.reduce(0) { $0 + $1.parameters } == known.parameters)
    if let trainable = known.trainable { #expect(layers.reduce(0) { $0 + $1.trainableParameters } == trainable) }
    if let millions = known.millions {
      #expect(millions.contains(layers.reduce(0) { $0 + $1.multiplyAdds } / 1_000_000))
    }
  }

  @Test(arguments: NetworkDefinition.standard) func everyNetworkHasKnownCounts(_ definition: NetworkDefinition) {
    #expect(KnownCounts.all.contains { $0.network == definition.name })
  }

  @Test(arguments: NetworkDefinition.standard) func everyPartIsVisitedAndDescribed(_ definition: NetworkDefinition)
    throws
  {
    let network = try definition.makeNetwork(definition.smallOptions)
    try network.checkParts()
    var visited: [String: Shape] = [:]
    network.forEachParameter { name, parameter in visited[name] = parameter.shape }
    let graph = try definition.graph(definition.smallOptions)
    #expect(graph.nodes.allSatisfy { $0.multiplyAdds != nil })
    let described = graph.nodes.flatMap(\.parameters).map { ($0.name, $0.shape) }
    #expect(described.count == visited.count && Dictionary(described) { first, _ in first } == visited)
    #expect(graph.parameterCount == network.parameterCount)
    #expect(graph.trainableParameterCount == network.trainableParameterCount)
  }

  @Test(arguments: NetworkDefinition.standard) func trainsAndComesBackFromAFile(_ definition: NetworkDefinition) throws
  {
    try check(try definition.makeNetwork(definition.smallOptions), definition)
  }

  private func check(_ network: some Layer, _ definition: NetworkDefinition) throws {
    var network = network
    network.initializeParameters(seed: 1)
    let images = Shape([4] + (try definition.input(definition.smallOptions)).dimensions)
    let input = Tensor.random(images, in: 0...1, seed: 2)
    let target = Tensor.random([4, 37], in: 0...1, seed: 3)
    var optimizer = Adam(learningRate: 1e-3)

    func step(_ index: Int) throws -> Float {
      // Throws for a trainable parameter without a gradient.
      let (loss, gradients) = try network.valueWithGradients(
        in: .training(random: RandomSource(seed: 0).split(UInt64(index)))
      ) { network, context in
        meanSquaredError(network(Variable(input), in: &context), Variable(target))
      }
      if index == 0 {
        network.forEachParameter { name, parameter in
          guard parameter.role == .trainable else { return }
          let gradient = gradients.values[name]
          #expect(gradient?.shape == parameter.shape, "\(name)")
          #expect(gradient?.scalars.allSatisfy { $0.isFinite } == true, "\(name)")
        }
      }
      optimizer.update(&network, along: gradients)
      return loss.scalar
    }

    let losses = try (0..<(definition.name.contains("vgg16") ? 2 : 6)).map(step)
    #expect(losses.allSatisfy { $0.isFinite })
    // Tens of millions of parameters take one step, enough to see it go down.
    #expect(losses[losses.count - 1] < losses[0] * (losses.count == 2 ? 1 : 0.5), "losses \(losses)")

    let output = network.prediction(for: input)
    #expect(output.shape == [4, 37] && output.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(try definition.graph(definition.smallOptions).summary.last?.output == [1, 37])
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SafeTensors(tensors: network.tensors).write(to: path)
    var other = try definition.makeNetwork(definition.smallOptions)
    try other.load(SafeTensors(path: path).tensors)
    #expect(other.prediction(for: input) == output)
  }

  @Test(arguments: [
    ("mobilenet-v2", 1.4, 64), ("mobilenet-v2", 0.35, 33), ("mobilenet-v2", 0.5, 97), ("mobilenet-v1", 1, 32),
    ("mobilenet-v1", 0.25, 36), ("mobilenet-v1", 0.5, 44), ("mobilenet-v1", 0.75, 52), ("mobilenet-v1", 0.25, 64),
    ("mobilenet-v1", 0.01, 33), ("mobilenet-v1-shallow", 0.5, 32), ("mobilenet-v3-small", 1.3, 32),
    ("mobilenet-v3-small", 0.35, 45), ("mobilenet-v3-large", 0.5, 32), ("vgg16", 1, 45), ("inception-v3", 1, 75),
  ]) func everyWidthAndResolution(name: String, width: Double, side: Int) throws {
    let definition = try NetworkDefinition.named(name)
    let options = NetworkOptions(outputs: 5, widthMultiplier: width, imageSize: ImageSize(side: side))
    #expect(try definition.input(options) == [side, side, 3])
    var network = try definition.makeNetwork(options)
    network.initializeParameters(seed: 1)
    let output = network.prediction(for: .random([1, side, side, 3], in: 0...1))
    #expect(output.shape == [1, 5] && output.scalars.allSatisfy(\.isFinite))
    #expect(try definition.graph(options).summary.last?.output == [1, 5])
  }

  @Test(arguments: NetworkDefinition.standard) func outputsAreTheHeadOfTheLogits(_ definition: NetworkDefinition) throws
  {
    var options = definition.smallOptions
    (options.outputs, options.output) = (3, .softmax)
    var network = try definition.makeNetwork(options)
    network.initializeParameters(seed: 1)
    #expect(network.output == .softmax)
    let images = Tensor.random(Shape([2] + (try definition.input(options)).dimensions), in: 0...1)
    var context = Context.inference
    let logits = network.logits(Variable(images), in: &context).value.scalars.map { exp(Double($0)) }
    let output = network.prediction(for: images).scalars
    for image in 0..<2 {
      let row = logits[image * 3..<image * 3 + 3]
      for (index, value) in zip(row.indices, row) {
        #expect(abs(Double(output[index]) - value / row.reduce(0, +)) < 1e-6)
      }
    }
  }

  /// A network for other outputs takes over everything but its last layer.
  @Test func anotherNumberOfOutputs() throws {
    var trained = try NetworkDefinition.named("galaxy-mobilenet-v1").makeNetwork(NetworkOptions(outputs: 3))
    trained.initializeParameters(seed: 1)
    var network = try NetworkDefinition.named("galaxy-mobilenet-v1").makeNetwork(NetworkOptions(outputs: 5))
    network.initializeParameters(seed: 2)
    let before = network.tensors
    #expect(try network.loadWithAnyOutputs(trained.tensors) == ["classifier.1.weight", "classifier.1.bias"])
    for (name, tensor) in network.tensors {
      #expect(tensor == (name.hasPrefix("classifier.1.") ? before : trained.tensors)[name], "\(name)")
    }
    var tensors = trained.tensors
    tensors["classifier.0.bias"] = Tensor([7], repeating: 0)
    #expect(throws: CheckpointMismatchError.self) { try network.loadWithAnyOutputs(tensors) }
    var same = try NetworkDefinition.named("galaxy-mobilenet-v1").makeNetwork(NetworkOptions(outputs: 3))
    #expect(try same.loadWithAnyOutputs(trained.tensors) == [] && same.tensors == trained.tensors)
  }

  @Test func whatCannotBeChosenIsNamed() throws {
    func message(_ name: String, _ options: NetworkOptions) throws -> String {
      let definition = try NetworkDefinition.named(name)
      do {
        _ = try definition.makeNetwork(options)
        return ""
      } catch let error as NetworkOptionError {
        return error.description
      }
    }
    #expect(
      try message("hildebrandt", NetworkOptions(imageSize: 100))
        == "network hildebrandt: takes images of 150×150 pixels only, found 100×100")
    #expect(try message("hildebrandt", NetworkOptions(imageSize: 150)) == "")
    #expect(
      try message("lawlor-vgg16", NetworkOptions(widthMultiplier: 0.5))
        == "network lawlor-vgg16: has one width only, found a width multiplier of 0.5")
    #expect(
      try message("mobilenet-v2", NetworkOptions(widthMultiplier: -1))
        == "network mobilenet-v2: expected a width multiplier from 0 to 10, found -1.0")
    #expect(
      try message("mobilenet-v2", NetworkOptions(imageSize: 16))
        == "network mobilenet-v2: expected images of at least 32 pixels a side, found 16×16")
    #expect(
      try message("inception-v3", NetworkOptions(imageSize: 74))
        == "network inception-v3: expected images of at least 75 pixels a side, found 74×74")
    #expect(
      try message("vgg16", NetworkOptions(widthMultiplier: 2))
        == "network vgg16: has one width only, found a width multiplier of 2.0")
    #expect(
      try message("hildebrandt", NetworkOptions(outputs: 0))
        == "network hildebrandt: expected at least one output, found 0")
  }
}
