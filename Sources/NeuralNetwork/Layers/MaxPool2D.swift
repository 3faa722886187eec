// Max-pooling as a layer.
public import Tensors

/// The maximum of each channel over windows; pixels outside the image do not count.
///
/// - Shape: [N, H, W, C] → [N, OH, OW, C].
public struct MaxPool2D: Layer {
  /// Pixels of a window.
  public let size: HeightWidth
  /// Pixels between windows.
  public let stride: HeightWidth
  /// What surrounds the image.
  public let padding: Padding

  /// Windows of `size` pixels, side by side unless there is another stride.
  public init(size: HeightWidth, stride: HeightWidth? = nil, padding: Padding = .valid) {
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    maxPool2D(input, size: size, stride: stride, padding: padding)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(
      .maxPool(size: size, stride: stride, padding: padding), to: [input],
      output: pool2DShape(input.shape, size: size, stride: stride, padding: padding))
  }
}
