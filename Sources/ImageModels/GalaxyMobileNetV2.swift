// MobileNet v2 for galaxies.
public import NeuralNetwork
public import Tensors

/// A heavier MobileNet v2 with a hidden dense layer, as used to classify galaxies.
///
/// Its bottlenecks have a second pointwise convolution behind the depthwise one, a bias in the projection, plain ReLU, and
/// an expansion even in the first; 8,119,477 parameters with 37 outputs.
///
/// - Shape: [N, 224, 224, 3] → [N, outputs], each in 0 ... 1.
public struct GalaxyMobileNetV2: Layer {
  private var convolutions: BottleneckStack
  private var head: DenseHead

  /// The network for the given number of outputs.
  public init(outputs: Int = 37) {
    convolutions = BottleneckStack(
      style: InvertedResidual.Style(
        activation: .relu, stridePadding: .oneAfter, alwaysExpands: true, mixes: true, biasesProjection: true))
    head = DenseHead(inputs: convolutions.outputChannels, hidden: [1000], outputs: outputs)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    head(convolutions(input, in: &context), in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try convolutions.visitParameters(at: path, visit)
    try head.visitParameters(at: path, visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    head.summarize(convolutions.summarize(input, at: path, into: &lines), at: path, into: &lines)
  }
}
