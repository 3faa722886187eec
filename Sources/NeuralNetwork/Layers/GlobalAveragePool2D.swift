// Global average-pooling as a layer.
public import Tensors

/// The mean of each channel over an image.
///
/// - Shape: [N, H, W, C] → [N, C], or [N, 1, 1, C] where axes are kept.
public struct GlobalAveragePool2D: Layer {
  /// Whether the result is an image of one pixel.
  public let keepsAxes: Bool

  /// A layer whose result is a row, or an image of one pixel.
  public init(keepingAxes: Bool = false) { keepsAxes = keepingAxes }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let means = globalAveragePool2D(input)
    return keepsAxes ? reshape(means, to: [means.shape[0], 1, 1, means.shape[1]]) : means
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let (images, channels) = (input.shape[0], input.shape[3])
    return graph.add(
      .globalAveragePool, to: [input], output: keepsAxes ? [images, 1, 1, channels] : [images, channels])
  }
}
