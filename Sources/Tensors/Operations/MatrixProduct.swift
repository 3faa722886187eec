// Matrix product.

/// The product of two matrices, or of every pair of matrices; axes before the last two are repeated as needed.
///
/// - Shape: left [..., M, K], right [..., K, N] → [..., M, N].
public func matrixProduct(_ left: Variable, _ right: Variable) -> Variable {
  if left.shape.rank > 2 || right.shape.rank > 2 { return batchedMatrixProduct(left, right) }
  return Variable.record(left.value.matrixProduct(right.value), from: [left, right]) {
    [l = left.detached, r = right.detached, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
    [
      leftWanted ? dOutput.matrixProduct(r.value, otherTransposed: true) : nil,
      rightWanted ? l.value.matrixProduct(dOutput, transposed: true) : nil,
    ]
  }
}
