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

extension Tensor {
  /// The products of pairs of matrices, each perhaps transposed: [B, M, K] × [B, K, N] → [B, M, N].
  fileprivate func batchedProduct(
    _ other: Tensor, transposed: Bool = false, otherTransposed: Bool = false
  ) -> Tensor {
    let (rows, inner) = transposed ? (shape[2], shape[1]) : (shape[1], shape[2])
    let columns = otherTransposed ? other.shape[1] : other.shape[2]
    let (size, otherSize) = (rows * inner, inner * columns)
    // Matrices are cut by rows, by their number alone.
    let grain = 128
    let bands = (rows + grain - 1) / grain
    return Tensor([shape[0], rows, columns]) { output in
      guard let target = output.baseAddress, !output.isEmpty else { return }
      if inner == 0 {
        output.update(repeating: 0)
        return
      }
      Parallel.forEachRange(shape[0] * bands, grain: max(1, Parallel.elementGrain * 8 / (min(rows, grain) * otherSize)))
      {
        range in
        for task in range {
          let (index, band) = task.quotientAndRemainder(dividingBy: bands)
          let first = band * grain
          BLAS.multiply(
            BLAS.Matrix(
              start: pointer + index * size + first * (transposed ? 1 : inner), stride: shape[2],
              transposed: transposed),
            BLAS.Matrix(
              start: other.pointer + index * otherSize, stride: other.shape[2], transposed: otherTransposed),
            into: target + (index * rows + first) * columns, stride: columns, rows: min(grain, rows - first),
            columns: columns, inner: inner)
        }
      }
      withExtendedLifetime((self, other)) {}
    }
  }
}
