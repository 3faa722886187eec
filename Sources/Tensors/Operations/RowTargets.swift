// What the cross entropy compares rows of logits with.

/// Targets of rows of logits; rows are computed on all threads.
protocol RowTargets: Sendable {
  /// The loss of one row.
  func loss(ofRow row: Int, _ logits: Tensor) -> Float
  /// Writes the gradient of one row's logits, times a factor.
  func writeGradient(ofRow row: Int, _ logits: Tensor, factor: Double, to dLogits: UnsafeMutablePointer<Float>)
}

extension RowTargets {
  /// - Shape: logits [..., C] → [...].
  func losses(_ logits: Tensor, shape: Shape) -> Tensor {
    Tensor(shape) { losses in
      Parallel.forEachRow(of: logits) { row in losses[row] = loss(ofRow: row, logits) }
      withExtendedLifetime((self, logits)) {}
    }
  }

  /// The gradient of the logits, times a scale.
  ///
  /// - Shape: logits [..., C] → the same.
  func gradient(_ logits: Tensor, _ scale: LossReduction.Scale) -> Tensor {
    let columns = logits.shape[-1]
    return Tensor(uninitialized: logits.shape) { dLogits in
      Parallel.forEachRow(of: logits) { row in
        let (dRow, factor) = (dLogits + row * columns, scale.factor(ofRow: row))
        if factor == 0 {
          dRow.update(repeating: 0, count: columns)
        } else {
          writeGradient(ofRow: row, logits, factor: factor, to: dRow)
        }
      }
      withExtendedLifetime((self, logits, scale)) {}
    }
  }
}
