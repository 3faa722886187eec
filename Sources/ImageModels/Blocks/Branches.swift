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

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    for index in branches.indices { visitor("branch\(index)", &branches[index]) }
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let outputs = branches.enumerated().map { graph.add($1, as: "branch\($0)", to: input) }
    let channels = outputs.reduce(0) { $0 + $1.shape[-1] }
    return graph.add(
      .concatenation, as: "concatenation", to: outputs,
      output: Shape(outputs[0].shape.dimensions.dropLast() + [channels]))
  }
}
