// Dense layers at the end of a network.
public import NeuralNetwork
public import Tensors

/// Dense layers with ReLU between them and a sigmoid at the end, each perhaps behind a dropout.
///
/// Its parts bear the names `classifier.0`, `classifier.1`, ... and `dropout.0`, ... in the network that it ends.
///
/// - Shape: [N, inputs] → [N, outputs], each in 0 ... 1.
public struct DenseHead: Layer {
  /// The layers, the last of which makes the outputs.
  public private(set) var layers: [Dense] = []
  private let dropouts: [Dropout]

  /// A head with hidden layers of the given sizes; `dropoutRates` belong to the layers they precede, zero being none.
  public init(inputs: Int, hidden: [Int] = [], outputs: Int, dropoutRates: [Float] = []) {
    var channels = inputs
    for size in hidden + [outputs] {
      layers.append(Dense(inputs: channels, outputs: size))
      channels = size
    }
    dropouts = dropoutRates.map(Dropout.init(rate:))
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = input
    for (index, dense) in layers.enumerated() {
      if index < dropouts.count { x = dropouts[index](x, in: &context) }
      let sums = dense(x, in: &context)
      x = index < layers.count - 1 ? relu(sums) : sigmoid(sums)
    }
    return x
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in layers.indices { try layers[index].visitParameters(at: path / "classifier" / index, visit) }
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = input
    for (index, dense) in layers.enumerated() {
      if index < dropouts.count, dropouts[index].rate > 0 {
        shape = dropouts[index].summarize(shape, at: path / "dropout" / index, into: &lines)
      }
      shape = dense.summarize(shape, at: path / "classifier" / index, into: &lines)
    }
    return shape
  }
}
