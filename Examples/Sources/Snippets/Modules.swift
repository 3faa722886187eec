// Snippets about modules, layers and what describes them.
import NeuralNetwork
import Tensors

struct TwoViews: Module {
  var first = Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3)
  var second = Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3)
  var heads = [Dense(inputs: 16, outputs: 2), Dense(inputs: 16, outputs: 5)]

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("first", &first)
    visitor("second", &second)
    visitor("heads", &heads)
  }
}

struct ResidualBlock: Layer {
  var conv: Conv2D
  var norm: BatchNorm

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    relu(input + norm(conv(input, in: &context), in: &context))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("conv", &conv)
    visitor("norm", &norm)
  }
}

struct Stem: SequentialLayer {
  var layers = Sequential([
    ("conv", Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3)), ("norm", BatchNorm(channels: 16)),
  ])
}

/// A backbone with two heads, one for every pixel and one for the image.
struct MaskAndCount: Module {
  var backbone = Sequential([("conv", Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3, padding: .same))])
  var mask = Conv2D(inputChannels: 8, outputChannels: 1, kernelSize: 1)
  var count = Sequential([("pool", GlobalAveragePool2D()), ("dense", Dense(inputs: 8, outputs: 1))])

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("backbone", &backbone)
    visitor("mask", &mask)
    visitor("count", &count)
  }
}

func describeModules() {
  let names = TwoViews().parameterNames
  precondition(names == ["first.weight", "first.bias", "second.weight", "second.bias"] + headNames)

  var random = RandomSource(seed: 1)
  let conv = Conv2D(inputChannels: 4, outputChannels: 4, kernelSize: 3, padding: .same)
  var block = ResidualBlock(conv: conv, norm: BatchNorm(channels: 4))
  block.initializeParameters(seed: 1)
  precondition(block.prediction(for: .uniform([2, 8, 8, 4], using: &random)).minimum() >= 0)
  precondition(Stem().parameterNames.first == "conv.weight")

  runInSequence(&random)
  describeGraph()
}

private let headNames = ["heads.0.weight", "heads.0.bias", "heads.1.weight", "heads.1.bias"]

extension Module {
  fileprivate var parameterNames: [String] {
    var names: [String] = []
    forEachParameter { name, _ in names.append(name) }
    return names
  }
}

private func runInSequence(_ random: inout RandomSource) {
  var network = Sequential([
    ("conv", Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3)), ("relu", Activation.relu),
    ("flatten", Flatten()), ("classifier", Dense(inputs: 8 * 30 * 30, outputs: 10)),
  ])
  network.initializeParameters(seed: 1)
  let logits = network.prediction(for: .uniform([2, 32, 32, 3], using: &random))
  precondition(logits.shape == [2, 10])

  // 4×4 → 8×8.
  var up = TransposedConv2D(inputChannels: 64, outputChannels: 32, kernelSize: 4, stride: 2, padding: .same)
  up.initializeParameters(seed: 1)
  precondition(up.prediction(for: .zeros([1, 4, 4, 64])).shape == [1, 8, 8, 32])

  let swish = Activation("Swish") { $0 * sigmoid($0) }
  precondition(swish.prediction(for: .zeros([1])) == .zeros([1]))
}

private func describeGraph() {
  let network = MaskAndCount()
  var graph = LayerGraph()
  let image = graph.addInput("image", shape: [1, 64, 64, 3])
  let features = graph.add(network.backbone, as: "backbone", to: image)
  graph.outputs = [
    graph.add(network.mask, as: "mask", to: features), graph.add(network.count, as: "count", to: features),
  ]
  precondition(graph.outputs.map(\.shape) == [[1, 64, 64, 1], [1, 1]])
  precondition(graph.parameterCount == network.parameterCount)
}

func initializeParameters() {
  let signs = Initializer("signs") { shape, random in
    Tensor(shape) { buffer in for index in buffer.indices { buffer[index] = random.bernoulli(0.5) ? 1 : -1 } }
  }
  var layer = Dense(inputs: 3, outputs: 5, initializer: signs)
  layer.initializeParameters(seed: 1)
  precondition(layer.weight.value.map(abs) == .ones([3, 5]))
}
