// The unit of MobileNet v2 and v3.
public import NeuralNetwork
public import Tensors

/// A bottleneck: an expansion, a depthwise convolution and a projection without activation, with a way past them where
/// input and output have one shape (Sandler et al. 2018).
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct InvertedResidual: Layer {
  private var expansion: ConvolutionBlock?
  private var depthwise: ConvolutionBlock
  private var excitation: SqueezeExcitation?
  private var mixing: ConvolutionBlock?
  private var projection: ConvolutionBlock
  private let isResidual: Bool

  /// What sets one author's bottleneck apart from another's.
  public struct Style: Sendable {
    /// The function behind all but the projection.
    public var activation: Activation
    /// What surrounds images where the depthwise convolution has stride 2.
    public var stridePadding = Padding.same
    /// Whether there is an expansion even where it adds no channels.
    public var alwaysExpands = false
    /// Whether the depthwise convolution is followed by a pointwise one of the same width.
    public var mixes = false
    /// Whether the projection has a bias.
    public var biasesProjection = false
    /// Weight of the past in the running statistics of batch norm.
    public var momentum: Float
  }

  /// A bottleneck of `innerChannels` channels between expansion and projection; `squeezes` says whether their channels
  /// are weighted before the projection.
  public init(
    inputChannels: Int, innerChannels: Int, outputChannels: Int, kernelSize: Int = 3, stride: Int, expands: Bool = true,
    squeezes: Bool = false, style: Style
  ) {
    func pointwise(
      _ inputs: Int, _ outputs: Int, activation: Activation = style.activation, usesBias: Bool = false
    ) -> ConvolutionBlock {
      ConvolutionBlock(
        Conv2D(inputChannels: inputs, outputChannels: outputs, kernelSize: 1, usesBias: usesBias),
        activation: activation, momentum: style.momentum)
    }
    expansion = expands ? pointwise(inputChannels, innerChannels) : nil
    depthwise = ConvolutionBlock(
      DepthwiseConv2D(
        channels: innerChannels, kernelSize: kernelSize, stride: stride,
        padding: stride == 1 ? .same : style.stridePadding, usesBias: false),
      activation: style.activation, momentum: style.momentum)
    excitation = squeezes ? SqueezeExcitation(channels: innerChannels) : nil
    mixing = style.mixes ? pointwise(innerChannels, innerChannels) : nil
    projection = pointwise(innerChannels, outputChannels, activation: .none, usesBias: style.biasesProjection)
    isResidual = stride == 1 && inputChannels == outputChannels
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = expansion?(input, in: &context) ?? input
    x = depthwise(x, in: &context)
    x = excitation?(x, in: &context) ?? x
    x = mixing?(x, in: &context) ?? x
    return isResidual ? projection(x, addedTo: input, in: &context) : projection(x, in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try expansion?.visitParameters(at: path / "expansion", visit)
    try depthwise.visitParameters(at: path / "depthwise", visit)
    try excitation?.visitParameters(at: path / "excitation", visit)
    try mixing?.visitParameters(at: path / "mixing", visit)
    try projection.visitParameters(at: path / "projection", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = expansion?.summarize(input, at: path / "expansion", into: &lines) ?? input
    shape = depthwise.summarize(shape, at: path / "depthwise", into: &lines)
    shape = excitation?.summarize(shape, at: path / "excitation", into: &lines) ?? shape
    shape = mixing?.summarize(shape, at: path / "mixing", into: &lines) ?? shape
    return projection.summarize(shape, at: path / "projection", into: &lines)
  }
}
