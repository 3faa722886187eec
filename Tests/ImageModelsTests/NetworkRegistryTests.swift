// What every network of the registry must be able to do.
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

  static func mobileNetV2(_ width: Double, _ parameters: Int, trainable: Int? = nil, millions: ClosedRange<Int>)
    -> KnownCounts
  {
    KnownCounts(
      network: "mobilenet-v2", options: NetworkOptions(outputs: 1000, widthMultiplier: width), parameters: parameters,
      trainable: trainable, millions: millions)
  }

  static let all = [
    KnownCounts(network: "hildebrandt", parameters: 849_285, trainable: 848_133),
    KnownCounts(network: "galaxy-mobilenet-v1", parameters: 4_290_901, millions: 560...575),
    KnownCounts(network: "galaxy-mobilenet-v2", parameters: 8_119_477),
    KnownCounts(network: "lawlor-vgg16", parameters: 50_526_053, trainable: 50_526_053),
    mobileNetV2(1, 3_538_984, trainable: 3_504_872, millions: 300...301),
    mobileNetV2(1.4, 6_156_712, millions: 582...583),
    mobileNetV2(0.75, 2_663_064, millions: 209...210),
    mobileNetV2(0.5, 1_987_224, millions: 97...98),
    mobileNetV2(0.35, 1_691_208, millions: 59...60),
  ]
}

@Suite(.serialized) struct NetworkRegistryTests {
  @Test(arguments: KnownCounts.all) fileprivate func counts(_ known: KnownCounts) throws {
    let layers = try NetworkRegistry.definition(named: known.network).layers(known.options)
    #expect(layers.reduce(0) { $0 + $1.parameters } == known.parameters)
    if let trainable = known.trainable { #expect(layers.reduce(0) { $0 + $1.trainableParameters } == trainable) }
    if let millions = known.millions {
      #expect(millions.contains(layers.reduce(0) { $0 + $1.multiplyAdds } / 1_000_000))
    }
  }

  @Test(arguments: NetworkRegistry.all) func everyNetworkHasKnownCounts(_ definition: NetworkDefinition) {
    #expect(KnownCounts.all.contains { $0.network == definition.name })
  }

  /// A visitor that forgets a part would lose its parameters in checkpoints and updates without a word.
  @Test(arguments: NetworkRegistry.all) func visitorsForgetNothing(_ definition: NetworkDefinition) throws {
    func stored(in value: Any) -> Int {
      if value is Parameter { return 1 }
      return Mirror(reflecting: value).children.reduce(0) { $0 + stored(in: $1.value) }
    }
    let network = try definition.makeNetwork()
    var names: [String] = []
    network.forEachParameter { name, _ in names.append(name) }
    #expect(names.count == stored(in: network) && Set(names).count == names.count)
    // The summary counts what the visitor visits.
    var elements = 0
    network.forEachParameter { _, parameter in elements += parameter.role == .counter ? 0 : parameter.shape.count }
    #expect(try definition.layers().reduce(0) { $0 + $1.parameters } == elements)
  }

  @Test(arguments: NetworkRegistry.all) func trainsAndComesBackFromAFile(_ definition: NetworkDefinition) throws {
    try check(try definition.makeNetwork(), definition)
  }

  private func check(_ network: some Layer, _ definition: NetworkDefinition) throws {
    var network = network
    network.initializeParameters(seed: 1)
    let input = Tensor.random(Shape([2] + definition.input.dimensions), in: 0...1, seed: 2)
    let target = Tensor.random([2, 37], in: 0...1, seed: 3)
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

    let losses = try (0..<(definition.name == "lawlor-vgg16" ? 2 : 6)).map(step)
    #expect(losses.allSatisfy { $0.isFinite })
    // Fifty million parameters take one step, enough to see it go down.
    #expect(losses[losses.count - 1] < losses[0] * (losses.count == 2 ? 1 : 0.5), "losses \(losses)")

    let output = network.inferred(input)
    #expect(output.shape == [2, 37] && output.scalars.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(try definition.layers().last?.output == [1, 37])
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SafeTensors(tensors: network.tensors).write(to: path)
    var other = try definition.makeNetwork()
    try other.load(SafeTensors(path: path).tensors)
    #expect(other.inferred(input) == output)
  }

  @Test(arguments: [(1.4, 64), (0.35, 33), (0.5, 97)]) func everyWidthAndResolution(width: Double, side: Int) throws {
    let definition = try NetworkRegistry.definition(named: "mobilenet-v2")
    let options = NetworkOptions(outputs: 5, widthMultiplier: width, resolution: side)
    #expect(try definition.input(options) == [side, side, 3])
    var network = try definition.makeNetwork(options)
    network.initializeParameters(seed: 1)
    #expect(network.inferred(.random([1, side, side, 3], in: 0...1)).shape == [1, 5])
    #expect(try definition.layers(options).last?.output == [1, 5])
  }

  @Test func whatCannotBeChosenIsNamed() throws {
    func message(_ name: String, _ options: NetworkOptions) throws -> String {
      let definition = try NetworkRegistry.definition(named: name)
      do {
        _ = try definition.makeNetwork(options)
        return ""
      } catch let error as NetworkOptionError {
        return error.description
      }
    }
    #expect(
      try message("hildebrandt", NetworkOptions(resolution: 100))
        == "network hildebrandt: takes images of 150×150 pixels only, found a resolution of 100")
    #expect(try message("hildebrandt", NetworkOptions(resolution: 150)) == "")
    #expect(
      try message("lawlor-vgg16", NetworkOptions(widthMultiplier: 0.5))
        == "network lawlor-vgg16: has one width only, found a width multiplier of 0.5")
    #expect(
      try message("mobilenet-v2", NetworkOptions(widthMultiplier: -1))
        == "network mobilenet-v2: expected a width multiplier from 0 to 10, found -1.0")
    #expect(
      try message("mobilenet-v2", NetworkOptions(resolution: 16))
        == "network mobilenet-v2: expected a resolution of at least 32 pixels, found 16")
    #expect(
      try message("hildebrandt", NetworkOptions(outputs: 0))
        == "network hildebrandt: expected at least one output, found 0")
    #expect(throws: UnknownNetworkError.self) { try NetworkRegistry.definition(named: "resnet") }
  }
}

extension Layer {
  fileprivate func inferred(_ input: Tensor) -> Tensor {
    var context = Context.inference
    return self(Variable(input), in: &context).value
  }
}
