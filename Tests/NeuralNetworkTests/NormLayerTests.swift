// Group and layer norm as layers: parameters, gradients, checkpoints and descriptions.
import GradientChecking
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct NormLayerTests {
  private let input = Tensor.random([2, 3, 4, 6], seed: 4)

  private func row() -> Sequential {
    var layers = Sequential([
      ("conv", Conv2D(inputChannels: 6, outputChannels: 8, kernelSize: 3, padding: .same)),
      ("groups", GroupNorm(groups: 4, channels: 8)), ("pixels", LayerNorm(channels: 8)),
      ("image", LayerNorm(shape: [3, 4, 8], usesOffset: false)),
      ("plain", GroupNorm(groups: 2, channels: 8, usesScale: false)),
    ])
    layers.initializeParameters(seed: 1)
    return layers
  }

  @Test func partsAndDescriptions() throws {
    let layers = row()
    try layers.checkParts()
    #expect(
      layers.tensors.mapValues(\.shape).filter { !$0.key.hasPrefix("conv") } == [
        "groups.scale": [8], "groups.offset": [8], "pixels.scale": [8], "pixels.offset": [8],
        "image.scale": [3, 4, 8], "plain.offset": [8],
      ])
    #expect(layers.tensors["groups.scale"] == Tensor([8], repeating: 1))
    #expect(layers.tensors["pixels.offset"] == Tensor([8], repeating: 0))
    let graph = layers.graph(input: [1, 3, 4, 6])
    #expect(
      graph.nodes.suffix(4).map(\.operation) == [
        .groupNorm(groups: 4, epsilon: 1e-5), .layerNorm(axes: 1, epsilon: 1e-5), .layerNorm(axes: 3, epsilon: 1e-5),
        .groupNorm(groups: 2, epsilon: 1e-5),
      ])
    #expect(graph.summary.map(\.kind).suffix(4) == ["GroupNorm 4", "LayerNorm", "LayerNorm", "GroupNorm 2"])
    #expect(graph.outputs.map(\.shape) == [[1, 3, 4, 8]] && graph.parameterCount == layers.parameterCount)
  }

  /// Training and inference are one function, and a batch is normalised image by image.
  @Test func everyImageByItself() {
    let layers = row()
    let all = layers.prediction(for: input, precision: .exact)
    var context = Context.training(random: RandomSource(seed: 0))
    context.precision = .exact
    #expect(layers(Variable(input), in: &context).value == all)
    let second = Tensor([1, 3, 4, 6], scalars: Array(input.scalars.suffix(72)))
    #expect(layers.prediction(for: second, precision: .exact).scalars == Array(all.scalars.suffix(96)))
  }

  @Test func finiteDifferences() throws {
    let input = Variable(input)
    #expect(
      try gradientMismatches(of: row(), step: 3e-3, tolerance: 5e-3) { layers, context in
        context.precision = .exact
        return layers(input, in: &context)
      }.isEmpty)
  }

  @Test func shapesOfAnotherNormAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = GroupNorm(groups: 3, channels: 8) }
    await #expect(processExitsWith: .failure) { _ = LayerNorm(channels: 8).graph(input: [1, 4]) }
  }
}
