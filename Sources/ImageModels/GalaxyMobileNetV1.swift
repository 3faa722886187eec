// MobileNet v1 for galaxies.
public import NeuralNetwork
internal import Tensors

/// MobileNet v1 (Howard et al. 2017) with a hidden dense layer, as used to classify galaxies.
///
/// As in the paper's table the last depthwise convolution has stride 2; padding keeps its output at 7×7. 4,290,901
/// parameters with 37 outputs.
///
/// - Shape: [N, 224, 224, 3] → [N, outputs].
public struct GalaxyMobileNetV1: ImageNetwork {
  private static let blocks: [SeparableStack.Row] = [
    (64, 1, .same),
    (128, 2, .oneAfter), (128, 1, .same),
    (256, 2, .oneAfter), (256, 1, .same),
    (512, 2, .oneAfter), (512, 1, .same), (512, 1, .same), (512, 1, .same), (512, 1, .same), (512, 1, .same),
    // Three rows and columns of zeros all round, and one more from the 'same' padding of the 13×13 pixels.
    (1024, 2, .oneAfter), (1024, 2, .all(4)),
  ]

  public var layers: Sequential
  public var output: OutputFunction

  /// The network for the given number of outputs.
  public init(outputs: Int = 37, output: OutputFunction = .sigmoid) {
    self.output = output
    let convolutions = SeparableStack(Self.blocks, activation: .relu, stemPadding: .oneAfter)
    layers = convolutions.layers
    layers.append(
      DenseHead(inputs: convolutions.outputChannels, hidden: [1000], outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  /// MobileNet v1 for galaxies.
  public static let galaxyMobileNetV1 = NetworkDefinition(
    "galaxy-mobilenet-v1", summary: "MobileNet v1 with a hidden dense layer, for galaxies", input: [224, 224, 3]
  ) { GalaxyMobileNetV1(outputs: $0.outputs, output: $0.output) }
}
