// Matrix product.

/// The product of two matrices.
///
/// - Shape: left [M, K], right [K, N] → [M, N].
public func matrixProduct(_ left: Variable, _ right: Variable) -> Variable {
  Variable.record(left.value.matrixProduct(right.value), from: [left, right]) {
    [l = left.detached, r = right.detached, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
    [
      leftWanted ? dOutput.matrixProduct(r.value, otherTransposed: true) : nil,
      rightWanted ? l.value.matrixProduct(dOutput, transposed: true) : nil,
    ]
  }
}
