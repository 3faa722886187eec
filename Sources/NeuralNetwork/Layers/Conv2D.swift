// Convolution with its weights.
internal import Preconditions
public import Tensors

/// A two-dimensional convolution, with or without bias.
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct Conv2D: ConvolutionLayer {
  /// - Shape: [KH, KW, inputChannels / groups, outputChannels].
  public var weight: Parameter
  /// - Shape: [outputChannels].
  public var bias: Parameter?
  /// Pixels between windows.
  public let stride: HeightWidth
  /// What surrounds the image.
  public let padding: Padding
  /// Pixels from one tap of a window to the next.
  public let dilation: HeightWidth
  /// Groups of channels that see each other alone.
  public let groups: Int

  /// A convolution with windows of `kernelSize` pixels.
  ///
  /// - Parameters:
  ///   - inputChannels: channels of the images.
  ///   - outputChannels: channels of the result.
  ///   - kernelSize: rows and columns of a window.
  ///   - stride: pixels from one window to the next.
  ///   - padding: rows and columns of zeros around the images.
  ///   - dilation: pixels from one tap of a window to the next.
  ///   - groups: groups of channels that see each other alone; both numbers of channels are multiples of it.
  ///   - usesBias: whether a learned number is added to each output channel.
  ///   - initializer: of the weights; Glorot's uniform one if nil.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: HeightWidth, stride: HeightWidth = 1,
    padding: Padding = .valid, dilation: HeightWidth = 1, groups: Int = 1, usesBias: Bool = true,
    initializer: Initializer? = nil
  ) {
    require(
      groups > 0 && inputChannels % groups == 0 && outputChannels % groups == 0,
      "Conv2D: \(inputChannels) and \(outputChannels) channels do not fall into \(groups) groups")
    let area = kernelSize.height * kernelSize.width
    weight = Parameter(
      [kernelSize.height, kernelSize.width, inputChannels / groups, outputChannels],
      initializer: initializer
        ?? .glorotUniform(fanIn: area * inputChannels / groups, fanOut: area * outputChannels / groups))
    bias = usesBias ? Parameter([outputChannels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
  }

  public var outputChannels: Int { weight.shape[3] }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    conv2D(
      input, weight.variable, bias: bias?.variable, stride: stride, padding: padding, dilation: dilation,
      groups: groups, precision: context.precision)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let output = conv2DShape(
      input.shape, weight.shape, stride: stride, padding: padding, dilation: dilation, groups: groups)
    return graph.add(
      .convolution(
        kernel: HeightWidth(weight.shape[0], weight.shape[1]), stride: stride, padding: padding, dilation: dilation,
        groups: groups),
      to: [input], output: output, parametersOf: self,
      multiplyAdds: output.count / max(1, output[0]) * weight.shape.count / weight.shape[3])
  }
}
