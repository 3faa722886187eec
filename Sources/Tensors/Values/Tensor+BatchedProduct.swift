// Products of many matrices, through BLAS.

extension Tensor {
  /// The products of pairs of matrices, each perhaps transposed: [B, M, K] × [B, K, N] → [B, M, N].
  func batchedProduct(
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
