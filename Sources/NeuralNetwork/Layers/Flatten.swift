// Images as rows, as a layer.
public import Tensors

/// Every image as one row.
///
/// - Shape: [N, ...] → [N, product of the rest].
public struct Flatten: Layer {
  /// A layer that has nothing to choose.
  public init() {}

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { flatten(input) }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let output: Shape = [input[0], input.dimensions.dropFirst().reduce(1, *)]
    lines.append(LayerSummary(path, "Flatten", output: output))
    return output
  }
}
