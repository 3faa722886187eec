// Images as rows, as a layer.
public import Tensors

/// Every image as one row.
///
/// - Shape: [N, ...] → [N, product of the rest].
public struct Flatten: Layer {
  /// A layer that has nothing to choose.
  public init() {}

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { flatten(input) }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let extents = input.shape.dimensions
    return graph.add(.flatten, to: [input], output: [extents[0], extents.dropFirst().reduce(1, *)])
  }
}
