// The layer of the transposed convolution: what it computes, its gradients, and how it describes itself.
import GradientChecking
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct TransposedConv2DTests {
  private func layer(
    stride: HeightWidth = 2, padding: Padding = .same, outputPadding: HeightWidth = 0, usesBias: Bool = true
  ) -> TransposedConv2D {
    var layer = TransposedConv2D(
      inputChannels: 3, outputChannels: 2, kernelSize: HeightWidth(4, 3), stride: stride, padding: padding,
      outputPadding: outputPadding, usesBias: usesBias, initializer: .normal(deviation: 0.5))
    layer.initializeParameters(seed: 1)
    layer.bias?.value = Tensor([2], scalars: [0.5, -1])
    return layer
  }

  /// Windows of the size of the stride do not overlap: every pixel becomes a copy of the window, times its level.
  @Test func pixelsBecomeWindows() {
    var layer = TransposedConv2D(inputChannels: 1, outputChannels: 1, kernelSize: 2, stride: 2)
    layer.weight.value = Tensor([2, 2, 1, 1], scalars: [1, 2, 3, 4])
    layer.bias?.value = Tensor([1], scalars: [0.5])
    let output = layer.prediction(for: Tensor([1, 1, 2, 1], scalars: [1, 10]))
    #expect(output == Tensor([1, 2, 4, 1], scalars: [1.5, 2.5, 10.5, 20.5, 3.5, 4.5, 30.5, 40.5]))
  }

  @Test(arguments: [1, 2, 3], [Padding.valid, .same, .explicit(top: 1, bottom: 0, left: 0, right: 1)])
  func describesWhatItComputes(stride: Int, padding: Padding) {
    let extra = padding == .same ? 0 : stride - 1
    for usesBias in [true, false] {
      let layer = layer(
        stride: HeightWidth(stride), padding: padding, outputPadding: HeightWidth(extra, 0), usesBias: usesBias)
      let input = Tensor.random([2, 5, 4, 3])
      let output = layer.prediction(for: input)
      let graph = layer.graph(input: input.shape)
      #expect(graph.outputs.map(\.shape) == [output.shape])
      #expect(
        graph.nodes.last?.operation
          == .transposedConvolution(
            kernel: HeightWidth(4, 3), stride: HeightWidth(stride), padding: padding,
            outputPadding: HeightWidth(extra, 0)))
      if padding == .same { #expect(output.shape == [2, 5 * stride, 4 * stride, 2]) }
      #expect(graph.parameterCount == layer.parameterCount && layer.parameterCount == 72 + (usesBias ? 2 : 0))
      #expect(graph.multiplyAdds == 5 * 4 * 4 * 3 * 2 * 3)
      #expect(graph.summary.map(\.kind) == ["TransposedConv2D 4×3" + (stride == 1 ? "" : " / \(stride)")])
    }
  }

  @Test(arguments: [1, 2], [Padding.valid, .same]) func finiteDifferences(stride: Int, padding: Padding) throws {
    let layer = layer(stride: HeightWidth(stride), padding: padding)
    try layer.checkParts()
    let input = Variable(.random([2, 3, 4, 3]))
    #expect(try gradientMismatches(of: layer) { layer, context in layer(input, in: &context) }.isEmpty)
  }
}
