// Classes as targets of the cross entropy.
internal import CKernels

/// The true class of every row: a target of 1 there and of 0 elsewhere, which need not be written.
struct ClassTargets: RowTargets {
  /// From 0, each less than the number of columns.
  let classes: [Int]

  func losses(_ logits: Tensor, shape: Shape) -> Tensor {
    let columns = logits.shape[-1]
    return Tensor(shape) { losses in
      Parallel.forEachRow(of: logits) { row in
        let (x, target) = (logits.pointer + row * columns, classes[row])
        var (loss, isCertain): (Float, Int32) = (0, 0)
        gk_class_loss_row(x, target, &loss, columns, &isCertain)
        if isCertain == 0 {
          loss = Float(LogSumExp(logits, row * columns..<(row + 1) * columns).surprise(x[target]))
        }
        losses[row] = loss
      }
      withExtendedLifetime(logits) {}
    }
  }

  func gradient(_ logits: Tensor, _ scale: LossReduction.Scale) -> Tensor {
    let columns = logits.shape[-1]
    return Tensor(uninitialized: logits.shape) { dLogits in
      Parallel.forEachRow(of: logits) { row in
        let (x, target, dx) = (logits.pointer + row * columns, classes[row], dLogits + row * columns)
        let factor = scale.factor(ofRow: row)
        if factor == 0 {
          dx.update(repeating: 0, count: columns)
          return
        }
        var isCertain: Int32 = 0
        gk_class_loss_row_gradient(x, target, factor, dx, columns, &isCertain)
        if isCertain != 0 { return }
        let sum = LogSumExp(logits, row * columns..<(row + 1) * columns)
        for column in 0..<columns {
          dx[column] = Float((sum.probability(x[column]) - (column == target ? 1 : 0)) * factor)
        }
      }
      withExtendedLifetime((logits, scale)) {}
    }
  }
}
