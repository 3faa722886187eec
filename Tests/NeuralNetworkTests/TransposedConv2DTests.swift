// The layer of the transposed convolution: what it computes, its gradients, and how it describes itself.
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
      if padding == .same { #expect(output.shape == [2, 5 * stride, 4 * stride, 2]) }
      #expect(graph.parameterCount == layer.parameterCount && layer.parameterCount == 72 + (usesBias ? 2 : 0))
      #expect(graph.multiplyAdds == 5 * 4 * 4 * 3 * 2 * 3)
      #expect(graph.summary.map(\.kind) == ["TransposedConv2D 4×3" + (stride == 1 ? "" : " / \(stride)")])
    }
  }

  @Test(arguments: [1, 2], [Padding.valid, .same]) func finiteDifferences(stride: Int, padding: Padding) throws {
    var layer = layer(stride: HeightWidth(stride), padding: padding)
    try layer.checkParts()
    let input = Variable(.random([2, 3, 4, 3]))
    let factors = Variable(.random(layer.prediction(for: input.value).shape, seed: 2))
    let context = Context.training(random: RandomSource(seed: 0))
    func loss(_ layer: TransposedConv2D, _ context: inout Context) -> Variable {
      sum(layer(input, in: &context) * factors)
    }
    let gradients = try layer.valueWithGradients(in: context, of: loss).gradients
    #expect(Set(gradients.values.keys) == ["weight", "bias"])
    for (name, gradient) in gradients.values {
      for element in gradient.scalars.indices {
        // The loss is linear in every parameter, so that the step may be large.
        let values = [Float(1), -1].map { step in
          var moved = layer
          moved.visitParameters { other, parameter in
            var scalars = parameter.value.scalars
            if other == name { scalars[element] += step }
            parameter.value = Tensor(parameter.shape, scalars: scalars)
          }
          var context = context
          return loss(moved, &context).value.scalar
        }
        #expect(abs(gradient.scalars[element] - (values[0] - values[1]) / 2) < 1e-3, "\(name) \(element)")
      }
    }
  }
}
