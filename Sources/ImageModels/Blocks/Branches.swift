// Rows of layers side by side.
public import NeuralNetwork
public import Tensors

/// Several rows of layers that all take the same input; the channels of their outputs are put side by side.
///
/// - Shape: [N, H, W, C] → [N, OH, OW, K₁ + K₂ + ...].
public struct Branches: Layer {
  private var branches: [Sequential]

  /// The given rows, which bear the names `branch0`, `branch1`, ...
  public init(_ branches: [Sequential]) {
    self.branches = branches
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    concatenate(branches.map { $0(input, in: &context) })
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in branches.indices { try branches[index].visitParameters(at: path / "branch\(index)", visit) }
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let outputs = branches.enumerated().map { index, branch in
      branch.summarize(input, at: path / "branch\(index)", into: &lines)
    }
    let output = Shape(outputs[0].dimensions.dropLast() + [outputs.reduce(0) { $0 + $1[-1] }])
    lines.append(LayerSummary(path / "concatenation", "Concatenation", output: output))
    return output
  }
}
