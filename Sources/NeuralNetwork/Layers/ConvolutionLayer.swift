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
  var stride: HeightWidth { get }
  /// What surrounds the image.
  var padding: Padding { get }
  /// Pixels from one tap of a window to the next.
  var dilation: HeightWidth { get }
  /// Groups of channels that see each other alone; 1 unless said otherwise.
  var groups: Int { get }
  /// Channels of the output.
  var outputChannels: Int { get }
}

extension ConvolutionLayer {
  public var groups: Int { 1 }

  /// Whether one operation can compute it together with what follows it.
  var isFusible: Bool { dilation == 1 && groups == 1 }

  /// The layer's output, clamped to a range, and a max-pool over windows of `poolSize`² pixels (1: none).
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
