// VGG16 as published, and as Lawlor uses it.
public import NeuralNetwork
internal import Tensors

/// The thirteen convolutions and three dense layers of VGG16 (Simonyan and Zisserman 2015), laid out as in Keras.
///
/// 138,357,544 parameters with 1000 outputs at 224 pixels. At 106 pixels with 37 outputs, 50,526,053 parameters, it is
/// Lawlor's entry to the Galaxy Zoo challenge; he fed pixels of 0 ... 255. The dropout of the paper, which Keras's
/// pretrained network has not, is in both.
///
/// - Shape: [N, resolution, resolution, 3] → [N, outputs], each in 0 ... 1.
public struct VGG16: ImageNetwork {
  private static let stages: [(convolutions: Int, channels: Int)] = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]

  public var layers = Sequential()
  public let head: OutputHead

  /// The network for images of `resolution` pixels a side, at least 32; its dropout layers can be left out.
  public init(
    outputs: Int = 37, head: OutputHead = .sigmoid, resolution: Int = 224, usesDropout: Bool = true
  ) {
    self.head = head
    var channels = 3
    var side = resolution
    for stage in Self.stages {
      for index in 1...stage.convolutions {
        layers.append(
          ConvolutionBlock(
            Conv2D(inputChannels: channels, outputChannels: stage.channels, kernelSize: 3, padding: .same),
            normalization: .none, poolSize: index == stage.convolutions ? 2 : 1), toList: "features")
        channels = stage.channels
      }
      side /= 2
    }
    layers.append(Flatten(), as: "flatten")
    layers.append(
      Classifier(
        inputs: side * side * channels, hidden: [4096, 4096], outputs: outputs,
        dropoutRates: usesDropout ? [0, 0.5, 0.5] : []), as: "classifier")
  }
}
