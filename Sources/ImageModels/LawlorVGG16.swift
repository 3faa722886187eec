// Lawlor's regressor of 37 vote fractions, after VGG16.
public import NeuralNetwork
public import Tensors

/// The thirteen convolutions of VGG16 (Simonyan and Zisserman 2015) on small images, and three dense layers.
///
/// After Lawlor's entry to the Galaxy Zoo challenge; 50,526,053 parameters with 37 outputs. He fed pixels of 0 ... 255.
///
/// - Shape: [N, 106, 106, 3] → [N, outputs], each in 0 ... 1.
public struct LawlorVGG16: Layer {
  private static let stages: [(convolutions: Int, channels: Int)] = [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]
  // What five halvings leave of 106 pixels.
  private static let pixels = 3 * 3

  private var features: [ConvolutionBlock] = []
  private var head: DenseHead

  /// The network for the given number of outputs; its dropout layers can be left out.
  public init(outputs: Int = 37, usesDropout: Bool = true) {
    var channels = 3
    for stage in Self.stages {
      for index in 0..<stage.convolutions {
        features.append(
          ConvolutionBlock(
            Conv2D(inputChannels: channels, outputChannels: stage.channels, kernelSize: 3, padding: .same),
            normalization: .none, poolSize: index == stage.convolutions - 1 ? 2 : 1))
        channels = stage.channels
      }
    }
    head = DenseHead(
      inputs: Self.pixels * channels, hidden: [4096, 4096], outputs: outputs,
      dropoutRates: usesDropout ? [0, 0.5, 0.5] : [])
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = input
    for block in features { x = block(x, in: &context) }
    return head(flatten(x), in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in features.indices { try features[index].visitParameters(at: path / "features" / index, visit) }
    try head.visitParameters(at: path, visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = input
    for (index, block) in features.enumerated() {
      shape = block.summarize(shape, at: path / "features" / index, into: &lines)
    }
    return head.summarize([shape[0], shape.count / shape[0]], at: path, into: &lines)
  }
}
