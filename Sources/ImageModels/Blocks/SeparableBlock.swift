// The unit of MobileNet v1.
public import NeuralNetwork
public import Tensors

/// A depthwise 3×3 convolution and a pointwise one, each with batch norm and an activation (Howard et al. 2017).
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct SeparableBlock: Layer {
  private var depthwise: ConvolutionBlock
  private var pointwise: ConvolutionBlock

  /// A block whose depthwise convolution has the given stride and padding.
  public init(
    inputChannels: Int, outputChannels: Int, stride: Int, padding: Padding, activation: Activation
  ) {
    depthwise = ConvolutionBlock(
      DepthwiseConv2D(channels: inputChannels, kernelSize: 3, stride: stride, padding: padding, usesBias: false),
      activation: activation)
    pointwise = ConvolutionBlock(
      Conv2D(inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: 1, usesBias: false),
      activation: activation)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    pointwise(depthwise(input, in: &context), in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try depthwise.visitParameters(at: path / "depthwise", visit)
    try pointwise.visitParameters(at: path / "pointwise", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let filtered = depthwise.summarize(input, at: path / "depthwise", into: &lines)
    return pointwise.summarize(filtered, at: path / "pointwise", into: &lines)
  }
}
