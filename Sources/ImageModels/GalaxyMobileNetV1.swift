// MobileNet v1 for galaxies.
public import NeuralNetwork
public import Tensors

/// MobileNet v1 (Howard et al. 2017) with a hidden dense layer, as used to classify galaxies.
///
/// As in the paper's table the last depthwise convolution has stride 2; padding keeps its output at 7×7. 4,290,901
/// parameters with 37 outputs.
///
/// - Shape: [N, 224, 224, 3] → [N, outputs], each in 0 ... 1.
public struct GalaxyMobileNetV1: Layer {
  private static let blocks: [(channels: Int, stride: Int, padding: Padding)] = [
    (64, 1, .same),
    (128, 2, .oneAfter), (128, 1, .same),
    (256, 2, .oneAfter), (256, 1, .same),
    (512, 2, .oneAfter), (512, 1, .same), (512, 1, .same), (512, 1, .same), (512, 1, .same), (512, 1, .same),
    // Three rows and columns of zeros all round, and one more from the 'same' padding of the 13×13 pixels.
    (1024, 2, .oneAfter), (1024, 2, .all(4)),
  ]

  private var stem: ConvolutionBlock
  private var blocks: [SeparableBlock] = []
  private let pool = GlobalAveragePool2D()
  private var head: DenseHead

  /// The network for the given number of outputs.
  public init(outputs: Int = 37) {
    var channels = 32
    stem = ConvolutionBlock(
      Conv2D(
        inputChannels: 3, outputChannels: channels, kernelSize: 3, stride: 2, padding: .oneAfter, usesBias: false))
    for block in Self.blocks {
      blocks.append(
        SeparableBlock(
          inputChannels: channels, outputChannels: block.channels, stride: block.stride, padding: block.padding))
      channels = block.channels
    }
    head = DenseHead(inputs: channels, hidden: [1000], outputs: outputs)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = stem(input, in: &context)
    for block in blocks { x = block(x, in: &context) }
    return head(pool(x, in: &context), in: &context)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try stem.visitParameters(at: path / "stem", visit)
    for index in blocks.indices { try blocks[index].visitParameters(at: path / "blocks" / index, visit) }
    try head.visitParameters(at: path, visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = stem.summarize(input, at: path / "stem", into: &lines)
    for (index, block) in blocks.enumerated() {
      shape = block.summarize(shape, at: path / "blocks" / index, into: &lines)
    }
    return head.summarize(pool.summarize(shape, at: path / "pool", into: &lines), at: path, into: &lines)
  }
}

extension Padding {
  /// A row of zeros below and a column to the right: how Keras's MobileNets pad ahead of a stride of 2.
  static let oneAfter = Padding.explicit(top: 0, bottom: 1, left: 0, right: 1)
}
