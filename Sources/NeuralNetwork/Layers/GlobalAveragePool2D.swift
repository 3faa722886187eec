// Global average-pooling as a layer.
public import Tensors

/// The mean of each channel over an image.
///
/// - Shape: [N, H, W, C] → [N, C].
public struct GlobalAveragePool2D: Layer {
  /// A layer that has nothing to choose.
  public init() {}

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { globalAveragePool2D(input) }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let output: Shape = [input[0], input[3]]
    lines.append(LayerSummary(path, "GlobalAveragePool2D", output: output))
    return output
  }
}
