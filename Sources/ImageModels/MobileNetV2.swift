// MobileNet v2 as published.
public import NeuralNetwork
public import Tensors

/// MobileNet v2 (Sandler et al. 2018) as Keras has it, but for a sigmoid in place of the softmax.
///
/// 3,538,984 parameters with 1000 outputs at width 1.
///
/// - Shape: [N, H, W, 3] → [N, outputs], each in 0 ... 1.
public struct MobileNetV2: Layer {
  private var convolutions: BottleneckStack
  private var head: DenseHead

  /// The network with `widthMultiplier` times the paper's channels.
  public init(outputs: Int = 37, widthMultiplier: Double = 1) {
    convolutions = BottleneckStack(
      widthMultiplier: widthMultiplier,
      style: InvertedResidual.Style(
        activation: .relu6, stridePadding: .same, alwaysExpands: false, mixes: false, biasesProjection: false))
    head = DenseHead(inputs: convolutions.outputChannels, outputs: outputs)
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
