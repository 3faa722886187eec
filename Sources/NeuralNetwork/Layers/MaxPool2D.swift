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

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let output: Shape = [input[0], (input[1] - size) / stride + 1, (input[2] - size) / stride + 1, input[3]]
    lines.append(LayerSummary(path, "MaxPool \(size)×\(size) / \(stride)", output: output))
    return output
  }
}
