// MobileNet v2 for galaxies.
public import NeuralNetwork
internal import Tensors

/// A heavier MobileNet v2 with a hidden dense layer, as used to classify galaxies.
///
/// Its bottlenecks have a second pointwise convolution behind the depthwise one, a bias in the projection, plain ReLU, and
/// an expansion even in the first; 8,119,477 parameters with 37 outputs.
///
/// - Shape: [N, 224, 224, 3] → [N, outputs].
public struct GalaxyMobileNetV2: ImageNetwork {
  public var layers: Sequential
  public var output: OutputFunction

  /// The network for the given number of outputs.
  public init(outputs: Int = 37, output: OutputFunction = .sigmoid) {
    self.output = output
    let convolutions = BottleneckStack(
      style: InvertedResidual.Style(
        activation: .relu, stridePadding: .oneAfter, alwaysExpands: true, mixes: true, biasesProjection: true,
        momentum: 0.99))
    layers = convolutions.layers
    layers.append(
      DenseHead(inputs: convolutions.outputChannels, hidden: [1000], outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  /// MobileNet v2 for galaxies.
  public static let galaxyMobileNetV2 = NetworkDefinition(
    "galaxy-mobilenet-v2", summary: "a heavier MobileNet v2 with a hidden dense layer, for galaxies",
    input: [224, 224, 3]
  ) { GalaxyMobileNetV2(outputs: $0.outputs, output: $0.output) }
}
