// Dense layers at the end of a network.
public import NeuralNetwork
public import Tensors

/// Dense layers with an activation between them, each perhaps behind a dropout; the last one makes the logits.
///
/// - Shape: [N, inputs] → [N, outputs].
public struct Classifier: Layer {
  private var layers: [Dense] = []
  private let dropouts: [Dropout]
  private let activation: Activation

  /// A classifier with hidden layers of the given sizes; `dropoutRates` belong to the layers they precede, zero being
  /// none.
  public init(
    inputs: Int, hidden: [Int] = [], outputs: Int, activation: Activation = .relu, dropoutRates: [Float] = []
  ) {
    var channels = inputs
    for size in hidden + [outputs] {
      layers.append(Dense(inputs: channels, outputs: size))
      channels = size
    }
    dropouts = dropoutRates.map(Dropout.init(rate:))
    self.activation = activation
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    var x = input
    for (index, dense) in layers.enumerated() {
      if index > 0 { x = activation(x) }
      if index < dropouts.count { x = dropouts[index](x, in: &context) }
      x = dense(x, in: &context)
    }
    return x
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in layers.indices { try layers[index].visitParameters(at: path / index, visit) }
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    var shape = input
    for (index, dense) in layers.enumerated() {
      if index < dropouts.count, dropouts[index].rate > 0 {
        shape = dropouts[index].summarize(shape, at: path / "dropout" / index, into: &lines)
      }
      shape = dense.summarize(shape, at: path / index, into: &lines)
    }
    return shape
  }
}
