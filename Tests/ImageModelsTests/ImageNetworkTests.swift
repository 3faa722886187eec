// Backbones, heads and features of networks, the package's and users' own.
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// A network of a user's own: a residual block that does not describe itself, and a head of another name.
private struct TinyResNet: ImageNetwork {
  struct Block: Layer {
    var conv = Conv2D(inputChannels: 8, outputChannels: 8, kernelSize: 3, padding: .same)
    var norm = BatchNorm(channels: 8)

    func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
      relu(input + norm(conv(input, in: &context), in: &context))
    }

    mutating func visitParts(_ visitor: inout PartVisitor) {
      visitor("conv", &conv)
      visitor("norm", &norm)
    }
  }

  static let definition = NetworkDefinition(
    "tiny-resnet", summary: "a residual network on small images", input: [64, 64, 3], smallestSide: 16
  ) { TinyResNet(outputs: $0.outputs, output: $0.output) }

  var layers: Sequential
  var output: OutputFunction
  let headName = "head"

  init(outputs: Int, output: OutputFunction) {
    self.output = output
    layers = Sequential([
      ("stem", ConvolutionBlock(Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3), poolSize: 2)),
      ("block", Block()), ("pool", GlobalAveragePool2D()), ("head", Dense(inputs: 8, outputs: outputs)),
    ])
  }
}

@Suite struct ImageNetworkTests {
  @Test func networksOfOnesOwnAreDefinedLikeTheOthers() throws {
    let options = NetworkOptions(outputs: 2, output: .identity, imageSize: ImageSize(height: 20, width: 32))
    var network = try TinyResNet.definition.makeNetwork(options)
    #expect(try TinyResNet.definition.input(options) == [20, 32, 3])
    network.initializeParameters(seed: 1)
    let images = Tensor.random([5, 20, 32, 3], in: 0...1)
    var context = Context.inference
    let logits = network.logits(Variable(images), in: &context).value
    #expect(logits.shape == [5, 2] && network.prediction(for: images) == logits)
    let graph = try TinyResNet.definition.graph(options)
    #expect(graph.outputs.map(\.shape) == [[1, 2]] && graph.parameterCount == network.parameterCount)
    #expect(graph.summary.map(\.kind).contains("Block"))
    #expect(throws: NetworkOptionError.self) {
      try TinyResNet.definition.makeNetwork(NetworkOptions(imageSize: ImageSize(height: 64, width: 15)))
    }
    network.replaceHead(outputs: 7)
    network.initializeParameters(seed: 2, onlyMissing: true)
    #expect(network.outputLayerName == "head" && network.prediction(for: images).shape == [5, 7])
  }

  /// The head applied to the features gives the logits.
  @Test(arguments: [NetworkDefinition.hildebrandt, .mobileNetV3Small, .vgg16])
  func theHeadJudgesByTheFeatures(_ definition: NetworkDefinition) throws {
    try check(try definition.makeNetwork(definition.smallOptions), definition)
  }

  private func check(_ network: some ImageNetwork, _ definition: NetworkDefinition) throws {
    var network = network
    network.takeFormulaValues(randomStatistics: true)
    let images = formulaNumbers(1000, Shape([3] + (try definition.input(definition.smallOptions)).dimensions))
    let features = network.features(of: images)
    var context = Context.inference
    let logits = network.logits(Variable(images), in: &context).value
    #expect(network.layers["classifier"](Variable(features), in: &context).value == logits)
    #expect(network.features(of: images, at: "classifier") == logits)
    // The output of a layer in the middle goes through the others to the same end.
    let first = try #require(network.layers.names.first)
    let middle = network.features(of: images, at: first)
    var x = Variable(middle)
    for name in network.layers.names.dropFirst() { x = network.layers[name](x, in: &context) }
    #expect(x.value == logits)
    #expect(network.backbone.names + ["classifier"] == network.layers.names)
  }

  @Test func anotherHeadKeepsTheRest() throws {
    var network = GalaxyMobileNetV1(outputs: 3)
    network.initializeParameters(seed: 1)
    let before = network.tensors
    #expect(network.outputLayerName == "classifier.1")
    network.replaceHead(outputs: 5)
    network.output = .softmax
    network.initializeParameters(seed: 2, onlyMissing: true)
    for (name, tensor) in network.tensors where !name.hasPrefix("classifier.1.") {
      #expect(tensor == before[name], "\(name)")
    }
    let output = network.prediction(for: .random([1, 224, 224, 3], in: 0...1))
    #expect(output.shape == [1, 5] && abs(output.scalars.reduce(0, +) - 1) < 1e-5)
  }

  /// Rows inside rows have names, too.
  @Test func layersInsideBlocks() throws {
    let network = try NetworkDefinition.mobileNetV1.makeNetwork()
    #expect(network.layers["blocks.3.pointwise"] is ConvolutionBlock && network.layers["classifier.0"] is Dense)
    #expect(!network.layers.contains("blocks.13"))
  }
}
