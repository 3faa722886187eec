// Classes as targets of the cross entropy.
internal import CKernels

/// The true class of every row: a target of 1 there and of 0 elsewhere, which need not be written.
struct ClassTargets: RowTargets {
  /// From 0, each less than the number of columns.
  let classes: [Int]

  func loss(ofRow row: Int, _ logits: Tensor) -> Float {
    let columns = logits.shape[-1]
    let (x, target) = (logits.pointer + row * columns, classes[row])
    var (loss, isCertain): (Float, Int32) = (0, 0)
    gk_class_loss_row(x, target, &loss, columns, &isCertain)
    if isCertain != 0 { return loss }
    return Float(LogSumExp(logits, row * columns..<(row + 1) * columns).surprise(x[target]))
  }

  func writeGradient(
    ofRow row: Int, _ logits: Tensor, factor: Double, to dLogits: UnsafeMutablePointer<Float>
  ) {
    let columns = logits.shape[-1]
    let (x, target) = (logits.pointer + row * columns, classes[row])
    var isCertain: Int32 = 0
    gk_class_loss_row_gradient(x, target, factor, dLogits, columns, &isCertain)
    if isCertain != 0 { return }
    let sum = LogSumExp(logits, row * columns..<(row + 1) * columns)
    for column in 0..<columns {
      dLogits[column] = Float((sum.probability(x[column]) - (column == target ? 1 : 0)) * factor)
    }
  }
}
