// Descriptions of networks as data.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// A residual block of a user's own, which says nothing about itself.
private struct Opaque: Layer {
  var conv = Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, stride: 2, padding: .same)
  var norm = BatchNorm(channels: 3)

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    relu(norm(conv(input, in: &context), in: &context))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("conv", &conv)
    visitor("norm", &norm)
  }
}

/// The same, described.
private struct Described: Layer {
  var conv = Conv2D(inputChannels: 3, outputChannels: 3, kernelSize: 3, padding: .same)

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { input + conv(input, in: &context) }

  mutating func visitParts(_ visitor: inout PartVisitor) { visitor("conv", &conv) }

  func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let x = graph.add(conv, as: "conv", to: input)
    return graph.add(.addition, as: "addition", to: [input, x], output: x.shape)
  }
}

@Suite struct LayerGraphTests {
  private let row = Sequential([
    ("block", Described()), ("opaque", Opaque()), ("pool", GlobalAveragePool2D()),
    ("dense", Dense(inputs: 3, outputs: 2)),
    ("gate", Activation.sigmoid),
  ])

  @Test func nodesHaveTheirAttributes() {
    let graph = row.graph(input: [1, 9, 8, 3])
    #expect(graph.nodes.map(\.name) == ["input", "block.conv", "block.addition", "opaque", "pool", "dense", "gate"])
    #expect(
      graph.nodes.map(\.operation) == [
        .input, .convolution(kernel: 3, stride: 1, padding: .same, dilation: 1, groups: 1), .addition,
        .opaque("Opaque"), .globalAveragePool, .dense, .activation("Sigmoid"),
      ])
    #expect(
      graph.nodes.map(\.output.shape) == [
        [1, 9, 8, 3], [1, 9, 8, 3], [1, 9, 8, 3], [1, 5, 4, 3], [1, 3], [1, 2], [1, 2],
      ])
    #expect(graph.nodes.map { $0.inputs.map(\.node) } == [[], [0], [0, 1], [2], [3], [4], [5]])
    #expect(graph.inputs == [graph.nodes[0].output] && graph.outputs == [graph.nodes[6].output])
    #expect(graph.nodes.map(\.multiplyAdds) == [0, 72 * 81, 0, nil, 0, 6, 0] && graph.multiplyAdds == 72 * 81 + 6)
    #expect(graph.nodes[5].parameters.map(\.name) == ["dense.weight", "dense.bias"])
    #expect(graph.nodes[3].parameters.map(\.name).last == "opaque.norm.batches")
    #expect(graph.nodes[3].parameters.map(\.role).suffix(3) == [.statistic, .statistic, .counter])
    #expect(graph.parameterCount == row.parameterCount && graph.parameterCount == 84 + 84 + 12 + 8)
    #expect(graph.trainableParameterCount == row.trainableParameterCount)
  }

  /// Every output has the shape that running the layers gives.
  @Test func shapesAreThoseComputed() {
    var layers = row
    layers.initializeParameters(seed: 1)
    #expect(layers.prediction(for: Tensor([3, 9, 8, 3], repeating: 0)).shape == [3, 2])
    #expect(layers.graph(input: [3, 9, 8, 3]).outputs.map(\.shape) == [[3, 2]])
  }

  @Test func linesLeaveSumsAndGatesOut() {
    let lines = row.graph(input: [1, 9, 8, 3]).summary
    #expect(lines.map(\.name) == ["block.conv", "opaque", "pool", "dense"])
    #expect(lines.map(\.kind) == ["Conv2D 3×3", "Opaque", "GlobalAveragePool2D", "Dense"])
    #expect(lines.map(\.parameters) == [84, 96, 0, 8] && lines[1].multiplyAdds == 0)
  }

  /// An opaque layer is run on zeros, in a copy: the layer itself stays without numbers.
  @Test func describingChangesNothing() {
    let layer = Opaque()
    _ = layer.graph(input: [1, 4, 4, 3])
    layer.forEachParameter { _, parameter in #expect(!parameter.isInitialized) }
  }

  @Test func severalInputsAndOutputs() {
    var graph = LayerGraph()
    let (a, b) = (graph.addInput("a", shape: [1, 2]), graph.addInput("b", shape: [1, 3]))
    let (x, y) = (
      graph.add(Dense(inputs: 2, outputs: 4), as: "left", to: a),
      graph.add(Dense(inputs: 3, outputs: 4, usesBias: false), as: "right", to: b)
    )
    let sum = graph.add(.addition, as: "sum", to: [x, y], output: x.shape)
    graph.outputs = [sum, y]
    #expect(graph.inputs == [a, b] && graph.outputs.map(\.node) == [4, 3] && graph.parameterCount == 12 + 12)
    #expect(graph.nodes[3].parameters.map(\.name) == ["right.weight"])
  }

  @Test func valuesOfAnotherGraphAreRefused() async {
    await #expect(processExitsWith: .failure) {
      let value = Flatten().graph(input: [1, 2, 2, 1]).outputs[0]
      var graph = LayerGraph()
      _ = graph.add(Flatten(), as: "flatten", to: value)
    }
  }
}
