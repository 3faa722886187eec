// Hildebrandt's regressor of 37 vote fractions from 150×150 grey galaxies.
public import NeuralNetwork
public import Tensors

/// Six convolutions and three dense layers that turn a grey galaxy into vote fractions.
///
/// Convolution → ReLU → batch norm → max-pool, as its author (Hildebrandt, Galaxy Zoo challenge) stacks them; 849,285
/// parameters with 37 outputs.
///
/// - Shape: [N, 150, 150, 1] → [N, outputs], each in 0 ... 1.
public struct Hildebrandt: Layer {
  private static let blocks: [(kernel: Int, channels: Int, pool: Int)] = [
    (7, 32, 2), (7, 32, 2), (5, 64, 2), (5, 64, 2), (3, 128, 1), (3, 256, 1),
  ]

  private var features: [ConvolutionBlock] = []
  private var head: DenseHead

  /// The network for the given number of outputs; its dropout layers can be left out.
  public init(outputs: Int = 37, usesDropout: Bool = true) {
    var channels = 1
    for block in Self.blocks {
      features.append(
        ConvolutionBlock(
          Conv2D(inputChannels: channels, outputChannels: block.channels, kernelSize: block.kernel),
          normalization: .afterActivation, poolSize: block.pool))
      channels = block.channels
    }
    head = DenseHead(
      inputs: channels, hidden: [512, 256], outputs: outputs, dropoutRates: usesDropout ? [0.05, 0.15, 0.15] : [])
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
