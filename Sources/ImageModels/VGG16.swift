// VGG16 as published, and as Lawlor uses it.
public import NeuralNetwork
internal import Tensors

/// The thirteen convolutions and three dense layers of VGG16 (Simonyan and Zisserman 2015), laid out as in Keras.
///
/// 138,357,544 parameters with 1000 outputs at 224 pixels. At 106 pixels with 37 outputs, 50,526,053 parameters, it is
/// Lawlor's entry to the Galaxy Zoo challenge; he fed pixels of 0 ... 255. The dropout of the paper, which Keras's
/// pretrained network has not, is in both.
///
/// - Shape: [N, height, width, 3] → [N, outputs].
public struct VGG16: ImageNetwork {
  private static let stages: [(convolutions: Int, channels: Int)] = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]

  public var layers: Sequential
  public var output: OutputFunction

  /// The network for images of `imageSize`, at least 32 pixels a side; its dropout layers can be left out.
  public init(
    outputs: Int = 37, output: OutputFunction = .sigmoid, imageSize: ImageSize = 224, usesDropout: Bool = true
  ) {
    self.output = output
    let rows =
      Self.stages.flatMap { stage in
        (1...stage.convolutions).map { (kernel: 3, channels: stage.channels, pool: $0 == stage.convolutions ? 2 : 1) }
      } as [ConvolutionStack.Row]
    let convolutions = ConvolutionStack(rows, inputChannels: 3, padding: .same, normalization: .none)
    layers = convolutions.layers
    // Every stage halves the image.
    let pixels = (imageSize.height >> Self.stages.count) * (imageSize.width >> Self.stages.count)
    layers.append(Flatten(), as: "flatten")
    layers.append(
      DenseHead(
        inputs: pixels * convolutions.outputChannels, hidden: [4096, 4096], outputs: outputs,
        dropoutRates: usesDropout ? [0, 0.5, 0.5] : []), as: "classifier")
  }
}

extension NetworkDefinition {
  /// VGG16 as published.
  public static let vgg16 = NetworkDefinition(
    "vgg16", summary: "VGG16 (Simonyan and Zisserman 2015)", input: [224, 224, 3], smallestSide: 32
  ) { VGG16(outputs: $0.outputs, output: $0.output, imageSize: $0.imageSize ?? 224) }

  /// VGG16 as Lawlor uses it.
  public static let lawlorVGG16 = NetworkDefinition(
    "lawlor-vgg16", summary: "VGG16 on small images (Lawlor)", input: [106, 106, 3]
  ) { VGG16(outputs: $0.outputs, output: $0.output, imageSize: 106) }
}
