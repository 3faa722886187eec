// An operation of one's own with its derivative, and the check that the derivative is right.
import Foundation
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

func checkOwnOperation() {
  var random = RandomSource(seed: 1)
  let rows = Tensor.normal([3, 4], using: &random)
  let weights = Tensor.normal([3, 4], using: &random)

  let tape = Tape()
  let tracked = tape.track(rows)
  let gradient = tape.gradients(of: normalizedRows(tracked), dOutput: weights)[tracked]

  // The derivative along one element, from two values of the function.
  let step: Float = 1e-2
  for (index, expected) in (gradient?.scalars ?? []).enumerated() {
    func result(_ change: Float) -> Float {
      var scalars = rows.scalars
      scalars[index] += change
      return (normalizedRows(Variable(Tensor([3, 4], scalars: scalars))).value * weights).sum().scalar
    }
    let difference = (result(step) - result(-step)) / (2 * step)
    precondition(abs(difference - expected) < 2e-3, "element \(index): \(difference), expected \(expected)")
  }
  precondition(gradient?.shape == rows.shape)
}
