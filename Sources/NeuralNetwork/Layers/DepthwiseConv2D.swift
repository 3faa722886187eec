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
  public let stride: Int
  /// What surrounds the image.
  public let padding: Padding

  /// A convolution with square windows of `kernelSize` pixels.
  ///
  /// First weights are Keras's: it takes the kernel [KH, KW, channels, 1] for that of a dense convolution, so that fanIn
  /// counts all channels although each output has but one.
  public init(channels: Int, kernelSize: Int, stride: Int = 1, padding: Padding = .valid, usesBias: Bool = true) {
    let area = kernelSize * kernelSize
    weight = Parameter(
      [kernelSize, kernelSize, channels], initializer: .glorotUniform(fanIn: area * channels, fanOut: area))
    bias = usesBias ? Parameter([channels], initializer: .zeros) : nil
    self.stride = stride
    self.padding = padding
  }

  public var outputChannels: Int { weight.shape[2] }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let size = weight.shape[0]
    let output = depthwiseConv2DShape(input, weight.shape, stride: stride, padding: padding)
    lines.append(
      LayerSummary(
        path, "DepthwiseConv2D \(size)×\(size)\(stride > 1 ? " / \(stride)" : "")", output: output,
        parameters: [weight] + (bias.map { [$0] } ?? []),
        multiplyAdds: output.count / max(1, output[0]) * size * size))
    return output
  }
}
