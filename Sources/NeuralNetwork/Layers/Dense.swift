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
  public var bias: Parameter?

  /// A layer between the given numbers of inputs and outputs, with or without bias.
  ///
  /// - Parameters:
  ///   - inputs: numbers in a row of the input.
  ///   - outputs: numbers in a row of the result.
  ///   - usesBias: whether a learned number is added to each output.
  ///   - initializer: of the weights; Glorot's uniform one if nil.
  public init(inputs: Int, outputs: Int, usesBias: Bool = true, initializer: Initializer? = nil) {
    weight = Parameter(
      [inputs, outputs], initializer: initializer ?? .glorotUniform(fanIn: inputs, fanOut: outputs))
    bias = usesBias ? Parameter([outputs], initializer: .zeros) : nil
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    dense(input, weight.variable, bias: bias?.variable)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("weight", &weight)
    visitor("bias", &bias)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    require(
      input.shape.rank == 2 && input.shape[1] == weight.shape[0],
      "Dense: input \(input.shape) for a weight \(weight.shape)")
    return graph.add(
      .dense, to: [input], output: [input.shape[0], weight.shape[1]], parametersOf: self,
      multiplyAdds: weight.shape.count)
  }
}
