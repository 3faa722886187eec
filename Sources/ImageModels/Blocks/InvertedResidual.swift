// The unit of MobileNet v2.
public import NeuralNetwork
public import Tensors

/// A bottleneck: an expansion, a depthwise 3×3 convolution and a projection without activation, with a way past them
/// where input and output have one shape (Sandler et al. 2018).
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct InvertedResidual: Layer {
  private var expansion: ConvolutionBlock?
  private var depthwise: ConvolutionBlock
  private var mixing: ConvolutionBlock?
  private var projection: ConvolutionBlock
  private let isResidual: Bool

  /// What sets one author's bottleneck apart from another's.
  public struct Style: Sendable {
    /// The function behind all but the projection.
    public let activation: Rectification
    /// What surrounds images where the depthwise convolution has stride 2.
    public let stridePadding: Padding
    /// Whether there is an expansion even where it adds no channels.
    public let alwaysExpands: Bool
    /// Whether the depthwise convolution is followed by a pointwise one of the same width.
    public let mixes: Bool
    /// Whether the projection has a bias.
    public let biasesProjection: Bool
  }

  /// A bottleneck whose inner width is `factor` times that of its input.
  public init(inputChannels: Int, outputChannels: Int, factor: Int, stride: Int, style: Style) {
    func pointwise(
      _ inputs: Int, _ outputs: Int, activation: Rectification = style.activation, usesBias: Bool = false
    ) -> ConvolutionBlock {
      ConvolutionBlock(
        Conv2D(inputChannels: inputs, outputChannels: outputs, kernelSize: 1, usesBias: usesBias),
        activation: activation)
    }
    let width = factor * inputChannels
    expansion = style.alwaysExpands || factor > 1 ? pointwise(inputChannels, width) : nil
    depthwise = ConvolutionBlock(
      DepthwiseConv2D(
        channels: width, kernelSize: 3, stride: stride, padding: stride == 1 ? .same : style.stridePadding,
        usesBias: false), activation: style.activation)
    mixing = style.mixes ? pointwise(width, width) : nil
    projection = pointwise(width, outputChannels, activation: .none, usesBias: style.biasesProjection)
    isResidual = stride == 1 && inputChannels == outputChannels
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = expansion?(input, in: &context) ?? input
    x = depthwise(x, in: &context)
    x = mixing?(x, in: &context) ?? x
    x = projection(x, in: &context)
    return isResidual ? input + x : x
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try expansion?.visitParameters(at: path / "expansion", visit)
    try depthwise.visitParameters(at: path / "depthwise", visit)
    try mixing?.visitParameters(at: path / "mixing", visit)
    try projection.visitParameters(at: path / "projection", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = expansion?.summarize(input, at: path / "expansion", into: &lines) ?? input
    shape = depthwise.summarize(shape, at: path / "depthwise", into: &lines)
    shape = mixing?.summarize(shape, at: path / "mixing", into: &lines) ?? shape
    return projection.summarize(shape, at: path / "projection", into: &lines)
  }
}
