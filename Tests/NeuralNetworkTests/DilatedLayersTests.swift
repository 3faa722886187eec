// Layers of convolutions with gaps between their taps, or in groups.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct DilatedLayersTests {
  private static let convolutions: [any ConvolutionLayer] = [
    Conv2D(inputChannels: 4, outputChannels: 6, kernelSize: 3, padding: .same, dilation: 2),
    Conv2D(inputChannels: 4, outputChannels: 6, kernelSize: HeightWidth(1, 3), stride: HeightWidth(1, 2), groups: 2),
    DepthwiseConv2D(channels: 4, kernelSize: HeightWidth(3, 2), dilation: HeightWidth(2, 1)),
  ]

  @Test(arguments: convolutions.indices) func describeWhatTheyCompute(index: Int) {
    var layer: any Layer = Self.convolutions[index]
    layer.initializeParameters(seed: 1)
    var graph = LayerGraph()
    let output = graph.add(layer, as: "conv", to: graph.addInput("input", shape: [2, 9, 10, 4]))
    #expect(output.shape == layer.prediction(for: .random([2, 9, 10, 4])).shape)
    let kinds = ["Conv2D 3×3, dilation 2", "Conv2D 1×3 / 1×2, 2 groups", "DepthwiseConv2D 3×2, dilation 2×1"]
    #expect(graph.summary.map(\.kind) == [kinds[index]])
    let multiplyAdds = [9 * 10 * 6 * 9 * 4, 9 * 4 * 6 * 3 * 2, 5 * 9 * 4 * 6]
    #expect(graph.summary.map(\.multiplyAdds) == [multiplyAdds[index]])
  }

  /// What cannot be computed as one operation is computed layer by layer, in training and in inference.
  @Test(arguments: convolutions.indices, [ConvolutionBlock.Normalization.beforeActivation, .afterActivation, .none])
  func blocks(index: Int, normalization: ConvolutionBlock.Normalization) throws {
    var block = ConvolutionBlock(Self.convolutions[index], normalization: normalization, poolSize: 2)
    block.initializeParameters(seed: 1)
    let input = Tensor.random([3, 9, 10, 4])
    var row = Sequential([("conv", block.convolution)])
    if normalization == .beforeActivation { row.append(try #require(block.norm), as: "norm") }
    row.append(Activation.relu, as: "relu")
    if normalization == .afterActivation { row.append(try #require(block.norm), as: "norm") }
    row.append(MaxPool2D(size: 2), as: "pool")
    #expect(block.prediction(for: input) == row.prediction(for: input))

    func gradients(_ layer: some Layer) throws -> [String: Tensor] {
      var layer = layer
      return try layer.valueWithGradients(in: .training(random: RandomSource(seed: 0))) { layer, context in
        let output = layer(Variable(input), in: &context)
        return sum(output * output)
      }.gradients.values
    }
    #expect(try gradients(block) == gradients(row))
  }
}
