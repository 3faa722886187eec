// MobileNet v1 as published.
public import NeuralNetwork
internal import Tensors

/// MobileNet v1 (Howard et al. 2017) as Keras's `MobileNet` has it: ReLU6, batch norm with epsilon 1e-3 and momentum
/// 0.99, a dropout of 0.001.
///
/// 4,253,864 parameters with 1000 outputs at width 1; without the five blocks of 512 channels that change nothing in
/// shape, 1,884,874 with ten outputs.
///
/// - Shape: [N, H, W, 3] → [N, outputs], each in 0 ... 1.
public struct MobileNetV1: ImageNetwork {
  private static let beginning: [SeparableStack.Row] = [
    (64, 1, .same),
    (128, 2, .oneAfter), (128, 1, .same),
    (256, 2, .oneAfter), (256, 1, .same),
    (512, 2, .oneAfter),
  ]
  private static let middle = [SeparableStack.Row](repeating: (512, 1, .same), count: 5)
  private static let end: [SeparableStack.Row] = [(1024, 2, .oneAfter), (1024, 1, .same)]

  public var layers: Sequential
  public let head: OutputHead

  /// The network with `widthMultiplier` times the paper's channels; its dropout can be left out.
  public init(
    outputs: Int = 37, head: OutputHead = .sigmoid, widthMultiplier: Double = 1, isShallow: Bool = false,
    usesDropout: Bool = true
  ) {
    self.head = head
    let convolutions = SeparableStack(
      Self.beginning + (isShallow ? [] : Self.middle) + Self.end, widthMultiplier: widthMultiplier, activation: .relu6,
      stemPadding: .same)
    layers = convolutions.layers
    layers.append(
      Classifier(inputs: convolutions.outputChannels, outputs: outputs, dropoutRates: usesDropout ? [0.001] : []),
      as: "classifier")
  }
}
