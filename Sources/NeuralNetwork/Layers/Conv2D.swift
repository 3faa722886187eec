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
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid,
    usesBias: Bool = true
  ) {
    self.init(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: kernelSize, kernelWidth: kernelSize,
      stride: stride, padding: padding, usesBias: usesBias)
  }

  /// A convolution with windows of `kernelHeight` rows and `kernelWidth` columns.
  public init(
    inputChannels: Int, outputChannels: Int, kernelHeight: Int, kernelWidth: Int, stride: Int = 1,
    padding: Padding = .valid, usesBias: Bool = true
  ) {
    let area = kernelHeight * kernelWidth
    weight = Parameter(
      [kernelHeight, kernelWidth, inputChannels, outputChannels],
      initializer: .glorotUniform(fanIn: area * inputChannels, fanOut: area * outputChannels))
    bias = usesBias ? Parameter([outputChannels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
  }

  public var outputChannels: Int { weight.shape[3] }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let output = conv2DShape(input, weight.shape, stride: stride, padding: padding)
    lines.append(
      LayerSummary(
        path, "Conv2D \(weight.shape[0])×\(weight.shape[1])\(stride > 1 ? " / \(stride)" : "")", output: output,
        parameters: [weight] + (bias.map { [$0] } ?? []),
        multiplyAdds: output.count / max(1, output[0]) * weight.shape.count / weight.shape[3]))
    return output
  }
}
