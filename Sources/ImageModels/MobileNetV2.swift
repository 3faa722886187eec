// MobileNet v2 as published.
public import NeuralNetwork
internal import Tensors

/// MobileNet v2 (Sandler et al. 2018) as Keras's `MobileNetV2` has it: ReLU6, batch norm with epsilon 1e-3 and momentum
/// 0.999.
///
/// 3,538,984 parameters with 1000 outputs at width 1.
///
/// - Shape: [N, H, W, 3] → [N, outputs].
public struct MobileNetV2: ImageNetwork {
  public var layers: Sequential
  public var output: OutputFunction

  /// The network with `widthMultiplier` times the paper's channels.
  public init(outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1) {
    self.output = output
    let convolutions = BottleneckStack(
      widthMultiplier: widthMultiplier, style: InvertedResidual.Style(activation: .relu6, momentum: 0.999))
    layers = convolutions.layers
    layers.append(DenseHead(inputs: convolutions.outputChannels, outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  /// MobileNet v2 as published.
  public static let mobileNetV2 = NetworkDefinition(
    "mobilenet-v2", summary: "MobileNet v2 (Sandler et al. 2018)", input: [224, 224, 3], smallestSide: 32,
    comesInWidths: true
  ) { MobileNetV2(outputs: $0.outputs, output: $0.output, widthMultiplier: $0.widthMultiplier) }
}
