// Average-pooling as a layer.
public import Tensors

/// The mean of each channel around every pixel; pixels outside the image do not count.
///
/// - Shape: [N, H, W, C] → the same.
public struct AveragePool2D: Layer {
  /// Side of the square windows.
  public let size: Int

  /// Windows of `size`×`size` pixels, one for every pixel.
  public init(size: Int) {
    self.size = size
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    averagePool2D(input, size: size, stride: 1, padding: .same)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.averagePool(size: size, stride: 1, padding: .same), to: [input], output: input.shape)
  }
}
