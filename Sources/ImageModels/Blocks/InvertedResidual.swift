// The unit of MobileNet v2 and v3.
public import NeuralNetwork
public import Tensors

/// A bottleneck: an expansion, a depthwise convolution and a projection without activation, with a way past them where
/// input and output have one shape (Sandler et al. 2018).
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct InvertedResidual: Layer {
  private var layers = Sequential()  // All but the projection.
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
    inputChannels: Int, innerChannels: Int, outputChannels: Int, kernelSize: HeightWidth = 3, stride: HeightWidth,
    expands: Bool = true,
    squeezes: Bool = false, style: Style
  ) {
    func pointwise(
      _ inputs: Int, _ outputs: Int, activation: Activation = style.activation, usesBias: Bool = false
    ) -> ConvolutionBlock {
      ConvolutionBlock(
        Conv2D(inputChannels: inputs, outputChannels: outputs, kernelSize: 1, usesBias: usesBias),
        activation: activation, momentum: style.momentum)
    }
    if expands { layers.append(pointwise(inputChannels, innerChannels), as: "expansion") }
    let depthwise = DepthwiseConv2D(
      channels: innerChannels, kernelSize: kernelSize, stride: stride,
      padding: stride == 1 ? .same : style.stridePadding, usesBias: false)
    layers.append(
      ConvolutionBlock(depthwise, activation: style.activation, momentum: style.momentum), as: "depthwise")
    if squeezes { layers.append(SqueezeExcitation(channels: innerChannels), as: "excitation") }
    if style.mixes { layers.append(pointwise(innerChannels, innerChannels), as: "mixing") }
    projection = pointwise(innerChannels, outputChannels, activation: .none, usesBias: style.biasesProjection)
    isResidual = stride == 1 && inputChannels == outputChannels
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let x = layers(input, in: &context)
    return isResidual ? projection(x, addedTo: input, in: &context) : projection(x, in: &context)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    layers.visitParts(&visitor)
    visitor("projection", &projection)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let output = graph.add(projection, as: "projection", to: layers.describe(input, in: &graph))
    guard isResidual else { return output }
    return graph.add(.addition, as: "addition", to: [input, output], output: output.shape)
  }
}
