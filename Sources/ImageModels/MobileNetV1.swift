// MobileNet v1 as published.
public import NeuralNetwork
internal import Tensors

/// MobileNet v1 (Howard et al. 2017) as Keras's `MobileNet` has it: ReLU6, batch norm with epsilon 1e-3 and momentum
/// 0.99, a dropout of 0.001.
///
/// 4,253,864 parameters with 1000 outputs at width 1; without the five blocks of 512 channels that change nothing in
/// shape, 1,884,874 with ten outputs.
///
/// - Shape: [N, H, W, 3] → [N, outputs].
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
  public var output: OutputFunction

  /// The network with `widthMultiplier` times the paper's channels; its dropout can be left out.
  public init(
    outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1, isShallow: Bool = false,
    usesDropout: Bool = true
  ) {
    self.output = output
    let convolutions = SeparableStack(
      Self.beginning + (isShallow ? [] : Self.middle) + Self.end, widthMultiplier: widthMultiplier, activation: .relu6,
      stemPadding: .same)
    layers = convolutions.layers
    layers.append(
      DenseHead(inputs: convolutions.outputChannels, outputs: outputs, dropoutRates: usesDropout ? [0.001] : []),
      as: "classifier")
  }
}

extension NetworkDefinition {
  /// MobileNet v1 as published.
  public static let mobileNetV1 = NetworkDefinition(
    "mobilenet-v1", summary: "MobileNet v1 (Howard et al. 2017)", input: [224, 224, 3], smallestSide: 32,
    comesInWidths: true
  ) { MobileNetV1(outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }

  /// MobileNet v1 without its middle.
  public static let mobileNetV1Shallow = NetworkDefinition(
    "mobilenet-v1-shallow", summary: "MobileNet v1 without its five blocks of 512 channels", input: [224, 224, 3],
    smallestSide: 32, comesInWidths: true
  ) { MobileNetV1(outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier, isShallow: true) }
}
