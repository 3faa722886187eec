// Products of matrices.
internal import Preconditions

extension Tensor {
  /// The product of two matrices, each perhaps transposed.
  ///
  /// - Shape: self [M, K], other [K, N] → [M, N].
  package func matrixProduct(_ other: Tensor, transposed: Bool = false, otherTransposed: Bool = false) -> Tensor {
    require(
      shape.rank == 2 && other.shape.rank == 2, "matrixProduct: expected matrices, found \(shape) and \(other.shape)")
    let rows = shape[transposed ? 1 : 0]
    let inner = shape[transposed ? 0 : 1]
    let columns = other.shape[otherTransposed ? 0 : 1]
    require(
      inner == other.shape[otherTransposed ? 1 : 0], "matrixProduct: inner extents of \(shape) and \(other.shape)")
    // BLAS refuses matrices without columns.
    if inner == 0 { return .zeros([rows, columns]) }
    return Tensor(uninitialized: [rows, columns]) { c in
      withPointers(self, other) { a, b in
        // The longer side is cut, by its length alone.
        let cutsColumns = columns >= rows
        Parallel.forEachRange(cutsColumns ? columns : rows, grain: 128) { range in
          let start = range.lowerBound
          BLAS.multiply(
            BLAS.Matrix(
              start: a + (cutsColumns ? 0 : start * (transposed ? 1 : inner)), stride: shape[1],
              transposed: transposed),
            BLAS.Matrix(
              start: b + (cutsColumns ? start * (otherTransposed ? inner : 1) : 0), stride: other.shape[1],
              transposed: otherTransposed),
            into: c + (cutsColumns ? start : start * columns), stride: columns,
            rows: cutsColumns ? rows : range.count, columns: cutsColumns ? range.count : columns, inner: inner)
        }
      }
    }
  }
}
