// Transposed convolution with its weights.
public import Tensors

/// A two-dimensional transposed convolution, with or without bias, by which images grow: the usual way up in generators and
/// in networks that give every pixel an answer.
///
/// ```swift
/// // 4×4 → 8×8.
/// var up = TransposedConv2D(inputChannels: 64, outputChannels: 32, kernelSize: 4, stride: 2, padding: .same)
/// ```
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels]; with `.same` padding OH is H · stride.
public struct TransposedConv2D: Layer {
  /// As in Keras; see `transposedConv2D` in the module `Tensors` for PyTorch's layout.
  ///
  /// - Shape: [KH, KW, outputChannels, inputChannels].
  public var weight: Parameter
  /// - Shape: [outputChannels].
  public var bias: Parameter?
  /// Pixels of the output between the windows of neighbouring pixels.
  public let stride: HeightWidth
  /// What is cut off from the output.
  public let padding: Padding
  /// Rows below and columns at the right that are added to the output, each less than the stride.
  public let outputPadding: HeightWidth

  /// A transposed convolution with windows of `kernelSize` pixels.
  ///
  /// - Parameters:
  ///   - inputChannels: channels of the images.
  ///   - outputChannels: channels of the result.
  ///   - kernelSize: rows and columns of a window.
  ///   - stride: pixels of the output from the window of one pixel to that of the next.
  ///   - padding: what is cut off from the output.
  ///   - outputPadding: rows below and columns at the right that are added to the output, each less than the stride.
  ///   - usesBias: whether a learned number is added to each output channel.
  ///   - initializer: of the weights; Glorot's uniform one if nil.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: HeightWidth, stride: HeightWidth = 1,
    padding: Padding = .valid, outputPadding: HeightWidth = 0, usesBias: Bool = true, initializer: Initializer? = nil
  ) {
    let area = kernelSize.height * kernelSize.width
    weight = Parameter(
      [kernelSize.height, kernelSize.width, outputChannels, inputChannels],
      initializer: initializer ?? .glorotUniform(fanIn: area * inputChannels, fanOut: area * outputChannels))
    bias = usesBias ? Parameter([outputChannels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
    self.outputPadding = outputPadding
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    transposedConv2D(
      input, weight.variable, bias: bias?.variable, stride: stride, padding: padding, outputPadding: outputPadding,
      precision: context.precision)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let output = transposedConv2DShape(
      input.shape, weight.shape, stride: stride, padding: padding, outputPadding: outputPadding)
    return graph.add(
      .transposedConvolution(
        kernel: HeightWidth(weight.shape[0], weight.shape[1]), stride: stride, padding: padding,
        outputPadding: outputPadding),
      to: [input], output: output, parametersOf: self,
      multiplyAdds: input.shape[1] * input.shape[2] * weight.shape.count)
  }
}
