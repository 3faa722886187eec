// What dense and depthwise convolutions have in common.
public import Tensors

/// A convolution with its weights, as blocks hold it.
///
/// - Shape: [N, H, W, C] → [N, OH, OW, outputChannels].
public protocol ConvolutionLayer: Layer {
  /// The weights of the windows.
  var weight: Parameter { get set }
  /// Added to every pixel.
  ///
  /// - Shape: [outputChannels].
  var bias: Parameter? { get set }
  /// Pixels between windows.
  var stride: Int { get }
  /// What surrounds the image.
  var padding: Padding { get }
  /// Channels of the output.
  var outputChannels: Int { get }
}

extension ConvolutionLayer {
  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    clamped(input, to: .none, poolSize: 1, in: context)
  }

  /// The layer's output, limited to a range, and a max-pool over windows of `poolSize`² pixels (1: none).
  func clamped(
    _ input: Variable, to range: Clamp, poolSize: Int, in context: Context
  ) -> Variable {
    convolutionBlock(
      input, weight.variable, bias: bias?.variable, stride: stride, padding: padding, clamp: range,
      poolSize: poolSize, precision: context.precision)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
  }
}
