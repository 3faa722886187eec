// MobileNet v2 for galaxies.
public import NeuralNetwork

/// A heavier MobileNet v2 with a hidden dense layer, as used to classify galaxies.
///
/// Its bottlenecks have a second pointwise convolution behind the depthwise one, a bias in the projection, plain ReLU, and
/// an expansion even in the first; 8,119,477 parameters with 37 outputs.
///
/// - Shape: [N, 224, 224, 3] → [N, outputs], each in 0 ... 1.
public struct GalaxyMobileNetV2: ImageNetwork {
  public var layers: Sequential
  public let head: OutputHead

  /// The network for the given number of outputs.
  public init(outputs: Int = 37, head: OutputHead = .sigmoid) {
    self.head = head
    let convolutions = BottleneckStack(
      style: InvertedResidual.Style(
        activation: .relu, stridePadding: .oneAfter, alwaysExpands: true, mixes: true, biasesProjection: true,
        momentum: 0.99))
    layers = convolutions.layers
    layers.append(
      Classifier(inputs: convolutions.outputChannels, hidden: [1000], outputs: outputs), as: "classifier")
  }
}
