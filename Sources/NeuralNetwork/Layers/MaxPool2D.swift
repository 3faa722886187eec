// Max-pooling as a layer.
public import Tensors

/// The maximum of each channel over windows that stay inside the image.
///
/// - Shape: [N, H, W, C] → [N, OH, OW, C].
public struct MaxPool2D: Layer {
  /// Side of the square windows.
  public let size: Int
  /// Pixels between windows.
  public let stride: Int

  /// Windows of `size`×`size` pixels.
  public init(size: Int, stride: Int) {
    self.size = size
    self.stride = stride
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    maxPool2D(input, size: size, stride: stride)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let (rows, columns) = ((input.shape[1] - size) / stride + 1, (input.shape[2] - size) / stride + 1)
    return graph.add(
      .maxPool(size: size, stride: stride), to: [input], output: [input.shape[0], rows, columns, input.shape[3]])
  }
}
