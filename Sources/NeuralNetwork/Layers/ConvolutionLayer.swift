// What all convolutions have in common.
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
  /// Orientations of the output, each with the same channels; 1 unless said otherwise.
  var orientations: Int { get }
  /// Channels of the output, in all orientations.
  var outputChannels: Int { get }
  /// The weights that are convolved with: `weight` unless it is stored in another form.
  ///
  /// - Shape: [KH, KW, C / groups, outputChannels], or [KH, KW, C] of a depthwise convolution.
  var windows: Variable { get }
}

extension ConvolutionLayer {
  public var groups: Int { 1 }
  public var orientations: Int { 1 }
  public var windows: Variable { weight.variable }

  /// Channels of the output in one orientation.
  public var fields: Int { outputChannels / orientations }

  /// The bias of every output channel.
  ///
  /// - Shape: [outputChannels].
  var offsets: Variable? { bias.map { inAllOrientations($0.variable) } }

  /// The numbers of one orientation's channels for the channels of all.
  ///
  /// - Shape: [fields] → [outputChannels].
  func inAllOrientations(_ numbers: Variable) -> Variable {
    if orientations == 1 { return numbers }
    return numbers.derived([orientations]) { numbers in gather(numbers, (0..<outputChannels).map { $0 % fields }) }
  }

  /// Whether one operation can compute it together with what follows it.
  var isFusible: Bool { dilation == 1 && groups == 1 }

  /// The layer's output, clamped to a range, and a max-pool over windows of `poolSize`² pixels (1: none).
  func clamped(
    _ input: Variable, to range: Clamp, poolSize: Int, in context: Context
  ) -> Variable {
    convolutionBlock(
      input, windows, bias: offsets, stride: stride, padding: padding, clamp: range,
      poolSize: poolSize, precision: context.precision)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
  }
}
