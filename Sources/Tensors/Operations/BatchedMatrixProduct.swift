// Products of many matrices at once.
internal import Preconditions

/// The product of every pair of matrices; axes before the last two are repeated as needed.
///
/// - Shape: left [..., M, K], right [..., K, N] → [..., M, N].
func batchedMatrixProduct(_ left: Variable, _ right: Variable) -> Variable {
  let (l, r) = (left.shape, right.shape)
  require(
    l.rank >= 2 && r.rank >= 2 && l[-1] == r[-2],
    "matrixProduct: expected [..., M, K] and [..., K, N], found \(l) and \(r)")
  if r.rank == 2 {
    // One matrix on the right: all rows at the left make one matrix, too.
    let rows = l.dimensions.dropLast().reduce(1, *)
    return reshape(
      matrixProduct(reshape(left, to: [rows, l[-1]]), right), to: Shape(l.dimensions.dropLast() + [r[-1]]))
  }
  let batch = Broadcast(
    Shape(Array(l.dimensions.dropLast(2))), Shape(Array(r.dimensions.dropLast(2))), operation: "matrixProduct"
  ).shape
  func flattened(_ operand: Variable) -> Variable {
    let matrix = Array(operand.shape.dimensions.suffix(2))
    let full = Shape(batch.dimensions + matrix)
    let repeated = operand.shape == full ? operand : broadcast(operand, to: full)
    return reshape(repeated, to: Shape([batch.count] + matrix))
  }
  let (a, b) = (flattened(left), flattened(right))
  let product = Variable.record(a.value.batchedProduct(b.value), from: [a, b]) {
    [x = a.value, y = b.value, leftWanted = a.isTracked, rightWanted = b.isTracked] dOutput in
    [
      leftWanted ? dOutput.batchedProduct(y, otherTransposed: true) : nil,
      rightWanted ? x.batchedProduct(dOutput, transposed: true) : nil,
    ]
  }
  return reshape(product, to: Shape(batch.dimensions + [l[-2], r[-1]]))
}
