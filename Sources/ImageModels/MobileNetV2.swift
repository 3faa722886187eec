// MobileNet v2 as published.
public import NeuralNetwork

/// MobileNet v2 (Sandler et al. 2018) as Keras's `MobileNetV2` has it: ReLU6, batch norm with epsilon 1e-3 and momentum
/// 0.999.
///
/// 3,538,984 parameters with 1000 outputs at width 1.
///
/// - Shape: [N, H, W, 3] → [N, outputs], each in 0 ... 1.
public struct MobileNetV2: ImageNetwork {
  public var layers: Sequential
  public let head: OutputHead

  /// The network with `widthMultiplier` times the paper's channels.
  public init(outputs: Int = 37, head: OutputHead = .sigmoid, widthMultiplier: Double = 1) {
    self.head = head
    let convolutions = BottleneckStack(
      widthMultiplier: widthMultiplier, style: InvertedResidual.Style(activation: .relu6, momentum: 0.999))
    layers = convolutions.layers
    layers.append(Classifier(inputs: convolutions.outputChannels, outputs: outputs), as: "classifier")
  }
}
