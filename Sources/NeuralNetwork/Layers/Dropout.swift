// Dropout as a layer.
internal import Preconditions
public import Tensors

/// Sets a random part of its input to zero during training; does nothing in inference, unless the context samples.
///
/// - Shape: [N, ...] → the same.
public struct Dropout: Layer {
  /// Probability with which an element is dropped.
  public let rate: Float

  /// A layer that drops elements with the given probability, in 0 ..< 1.
  public init(rate: Float) {
    require(rate >= 0 && rate < 1, "Dropout: expected a rate in 0 ..< 1, found \(rate)")
    self.rate = rate
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    if context.mode == .training { return dropout(input, rate: rate, using: &context.random) }
    guard context.samplesDropout, rate > 0 else { return input }
    // One row of factors for all rows of the batch.
    let row = Variable(Tensor(Shape([1] + input.shape.dimensions.dropFirst()), repeating: 1))
    return input * dropout(row, rate: rate, using: &context.random)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.dropout(rate: rate), to: [input], output: input.shape)
  }
}
