// Dropout as a layer.
internal import Preconditions
public import Tensors

/// Sets a random part of its input to zero during training; does nothing in inference.
///
/// - Shape: any → the same.
public struct Dropout: Layer {
  /// Probability with which an element is dropped.
  public let rate: Float

  /// A layer that drops elements with the given probability, in 0 ..< 1.
  public init(rate: Float) {
    require(rate >= 0 && rate < 1, "Dropout: expected a rate in 0 ..< 1, found \(rate)")
    self.rate = rate
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    context.mode == .training ? dropout(input, rate: rate, using: &context.random) : input
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.dropout(rate: rate), to: [input], output: input.shape)
  }
}
