// An operation of one's own with its derivative, and the check that the derivative is right.
import GradientChecking
import NeuralNetwork
import Tensors

/// Each row divided by its length.
///
/// - Shape: input [N, C] → [N, C].
func normalizedRows(_ input: Variable, epsilon: Float = 1e-6) -> Variable {
  let x = input.value
  let lengths = ((x * x).sum(over: [1], keepingAxes: true) + epsilon).map { $0.squareRoot() }
  let output = x / lengths
  return Variable.record(output, from: [input]) { dOutput in
    let along = (dOutput * output).sum(over: [1], keepingAxes: true)
    return [(dOutput - output * along) / lengths]
  }
}

/// A layer that normalises rows and gives them a learned length.
struct NormalizedRows: Layer {
  var length = Parameter([1], initializer: .ones)

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    normalizedRows(input) * length.variable
  }

  mutating func visitParts(_ visitor: inout PartVisitor) { visitor("length", &length) }
}

func checkOwnOperation() throws {
  let input = Tensor([1, 2], scalars: [3, 4])
  let output = normalizedRows(Variable(input)).value
  precondition((output - Tensor([1, 2], scalars: [0.6, 0.8])).map(abs).maximum() < 1e-6)

  try checkOperation()
  var layer = NormalizedRows()
  layer.initializeParameters(seed: 1)
  let mismatches = try gradientMismatches(of: layer) { layer, context in layer(Variable(input), in: &context) }
  precondition(mismatches.isEmpty, "\(mismatches)")
}

private func checkOperation() throws {
  var random = RandomSource(seed: 1)
  let rows = Tensor.normal([3, 4], using: &random)
  let mismatches = gradientMismatches(at: [rows]) { operands in normalizedRows(operands[0]) }
  precondition(mismatches.isEmpty, "\(mismatches)")

  // The checker refuses a derivative that leaves the length out.
  let wrong = gradientMismatches(at: [rows]) { operands in
    Variable.record(normalizedRows(operands[0].detached).value, from: operands) { dOutput in [dOutput] }
  }
  precondition(!wrong.isEmpty)
}
