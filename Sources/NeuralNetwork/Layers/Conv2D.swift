// Convolution with its weights.
public import Tensors

/// A two-dimensional convolution, with or without bias.
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct Conv2D: ConvolutionLayer {
  /// - Shape: [KH, KW, inputChannels, outputChannels].
  public var weight: Parameter
  /// - Shape: [outputChannels].
  public var bias: Parameter?
  /// Pixels between windows.
  public let stride: Int
  /// What surrounds the image.
  public let padding: Padding

  /// A convolution with square windows of `kernelSize` pixels.
  ///
  /// - Parameter initializer: of the weights; Glorot's uniform one if nil.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid,
    usesBias: Bool = true, initializer: Initializer? = nil
  ) {
    self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: kernelSize, kernelWidth: kernelSize,
      stride: stride, padding: padding, usesBias: usesBias, initializer: initializer)
  }

  /// A convolution with windows of `kernelHeight` rows and `kernelWidth` columns.
  ///
  /// - Parameter initializer: of the weights; Glorot's uniform one if nil.
  public init(
    inputChannels: Int, outputChannels: Int, kernelHeight: Int, kernelWidth: Int, stride: Int = 1,
    padding: Padding = .valid, usesBias: Bool = true, initializer: Initializer? = nil
  ) {
    let area = kernelHeight * kernelWidth
    weight = Parameter(
      [kernelHeight, kernelWidth, inputChannels, outputChannels],
      initializer: initializer ?? .glorotUniform(fanIn: area * inputChannels, fanOut: area * outputChannels))
    bias = usesBias ? Parameter([outputChannels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
  }

  public var outputChannels: Int { weight.shape[3] }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let output = conv2DShape(input.shape, weight.shape, stride: stride, padding: padding)
    return graph.add(
      .convolution(
        kernelHeight: weight.shape[0], kernelWidth: weight.shape[1], stride: stride, padding: padding),
      to: [input], output: output, parametersOf: self,
      multiplyAdds: output.count / max(1, output[0]) * weight.shape.count / weight.shape[3])
  }
}
