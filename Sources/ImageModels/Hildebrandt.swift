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
  private static let hidden = [512, 256]
  private static let dropoutRates: [Float] = [0.05, 0.15, 0.15]

  private var features: [ConvolutionBlock] = []
  private var classifier: [Dense] = []
  private let dropouts: [Dropout]

  /// The network for the given number of outputs; its dropout layers can be left out.
  public init(outputs: Int = 37, usesDropout: Bool = true) {
    var channels = 1
    for block in Self.blocks {
      features.append(
        ConvolutionBlock(
          inputChannels: channels, outputChannels: block.channels, kernelSize: block.kernel, poolSize: block.pool))
      channels = block.channels
    }
    for size in Self.hidden + [outputs] {
      classifier.append(Dense(inputs: channels, outputs: size))
      channels = size
    }
    dropouts = usesDropout ? Self.dropoutRates.map(Dropout.init(rate:)) : []
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = input
    for block in features { x = block(x, in: &context) }
    x = flatten(x)
    for (index, dense) in classifier.enumerated() {
      if index < dropouts.count { x = dropouts[index](x, in: &context) }
      let sums = dense(x, in: &context)
      x = index < classifier.count - 1 ? relu(sums) : sigmoid(sums)
    }
    return x
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in features.indices { try features[index].visitParameters(at: path / "features" / index, visit) }
    for index in classifier.indices { try classifier[index].visitParameters(at: path / "classifier" / index, visit) }
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = input
    for (index, block) in features.enumerated() {
      shape = block.summarize(shape, at: path / "features" / index, into: &lines)
    }
    shape = [shape[0], shape.count / shape[0]]
    for (index, dense) in classifier.enumerated() {
      if index < dropouts.count {
        shape = dropouts[index].summarize(shape, at: path / "dropout" / index, into: &lines)
      }
      shape = dense.summarize(shape, at: path / "classifier" / index, into: &lines)
    }
    return shape
  }
}
