// A fully connected layer.
internal import Preconditions
public import Tensors

/// Every output is a weighted sum of all inputs, plus a bias.
///
/// - Shape: [N, inputs] → [N, outputs].
public struct Dense: Layer {
  /// - Shape: [inputs, outputs].
  public var weight: Parameter
  /// - Shape: [outputs].
  public var bias: Parameter

  /// A layer between the given numbers of inputs and outputs.
  public init(inputs: Int, outputs: Int) {
    weight = Parameter([inputs, outputs], initializer: .glorotUniform(fanIn: inputs, fanOut: outputs))
    bias = Parameter([outputs], initializer: .zeros)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    dense(input, weight.variable, bias: bias.variable)
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try visit("\(path / "weight")", &weight)
    try visit("\(path / "bias")", &bias)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    require(
      input.rank == 2 && input[1] == weight.shape[0], "Dense: input \(input) for a weight \(weight.shape)")
    let output: Shape = [input[0], weight.shape[1]]
    lines.append(
      LayerSummary(
        path, "Dense", output: output, parameters: [weight, bias], multiplyAdds: weight.shape.count))
    return output
  }
}
