// Depthwise convolution with its weights.
public import Tensors

/// A two-dimensional convolution of each channel by itself, with or without bias.
///
/// - Shape: [N, H, W, channels] → [N, OH, OW, channels].
public struct DepthwiseConv2D: ConvolutionLayer {
  /// - Shape: [KH, KW, channels].
  public var weight: Parameter
  /// - Shape: [channels].
  public var bias: Parameter?
  /// Pixels between windows.
  public let stride: HeightWidth
  /// What surrounds the image.
  public let padding: Padding
  /// Pixels from one tap of a window to the next.
  public let dilation: HeightWidth

  /// A convolution with windows of `kernelSize` pixels.
  ///
  /// First weights are Keras's: it takes the kernel [KH, KW, channels, 1] for that of a dense convolution, so that fanIn
  /// counts all channels although each output has but one.
  ///
  /// - Parameters:
  ///   - channels: channels of the images and of the result.
  ///   - kernelSize: rows and columns of a window.
  ///   - stride: pixels from one window to the next.
  ///   - padding: rows and columns of zeros around the images.
  ///   - dilation: pixels from one tap of a window to the next.
  ///   - usesBias: whether a learned number is added to each channel.
  ///   - initializer: of the weights; Glorot's uniform one if nil.
  public init(
    channels: Int, kernelSize: HeightWidth, stride: HeightWidth = 1, padding: Padding = .valid,
    dilation: HeightWidth = 1, usesBias: Bool = true, initializer: Initializer? = nil
  ) {
    let area = kernelSize.height * kernelSize.width
    weight = Parameter(
      [kernelSize.height, kernelSize.width, channels],
      initializer: initializer ?? .glorotUniform(fanIn: area * channels, fanOut: area))
    bias = usesBias ? Parameter([channels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  public var outputChannels: Int { weight.shape[2] }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    depthwiseConv2D(
      input, weight.variable, bias: bias?.variable, stride: stride, padding: padding, dilation: dilation)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let kernel = HeightWidth(weight.shape[0], weight.shape[1])
    let output = depthwiseConv2DShape(
      input.shape, weight.shape, stride: stride, padding: padding, dilation: dilation)
    return graph.add(
      .depthwiseConvolution(kernel: kernel, stride: stride, padding: padding, dilation: dilation), to: [input],
      output: output, parametersOf: self,
      multiplyAdds: output.count / max(1, output[0]) * kernel.height * kernel.width)
  }
}
