// Whether the pullback of an operation is its derivative.
public import Tensors

/// Compares the gradients of an operation with central differences at `inputs` and returns where they disagree.
///
/// A test of an operation of one's own:
///
/// ```swift
/// var random = RandomSource(seed: 1)
/// let rows = Tensor.normal([3, 4], using: &random)
/// let mismatches = gradientMismatches(at: [rows]) { operands in normalizedRows(operands[0]) }
/// precondition(mismatches.isEmpty, "\(mismatches)")
/// ```
///
/// The outputs are summed with fixed random weights. Differences are relative to the largest of the two values and 1, as
/// in Caffe's checker. Inputs must keep a distance of `step` from kinks, such as that of ReLU at zero.
///
/// - Parameters:
///   - inputs: where the gradients are checked, one tensor for each operand.
///   - step: change of an input element.
///   - tolerance: largest relative difference that is no mismatch.
///   - limit: most elements of an input that are tried; those are spread evenly.
///   - operation: the operation as a function of its operands; called many times.
public func gradientMismatches(
  at inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 2e-3, limit: Int = 60,
  of operation: (_ operands: [Variable]) -> Variable
) -> [GradientMismatch] {
  let tape = Tape()
  let tracked = inputs.map { tape.track($0) }
  let output = operation(tracked)
  let weights = OutputWeights(output.shape)
  let gradients = output.isTracked ? tape.gradients(of: output, dOutput: weights.tensor) : nil
  let differences = CentralDifferences(step: step, tolerance: tolerance, limit: limit)
  return inputs.indices.flatMap { index in
    differences.mismatches("input \(index)", at: inputs[index], gradient: gradients?[tracked[index]]) { value in
      var moved = inputs
      moved[index] = value
      return weights.sum(of: operation(moved.map { Variable($0) }).value)
    }
  }
}
