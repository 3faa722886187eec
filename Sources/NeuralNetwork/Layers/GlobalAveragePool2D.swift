// Global average-pooling as a layer.
public import Tensors

/// The mean of each channel over an image.
///
/// - Shape: [N, H, W, C] → [N, C].
public struct GlobalAveragePool2D: Layer {
  /// A layer that has nothing to choose.
  public init() {}

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { globalAveragePool2D(input) }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.globalAveragePool, to: [input], output: [input.shape[0], input.shape[3]])
  }
}
