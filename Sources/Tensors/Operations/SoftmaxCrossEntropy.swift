// The loss of classification.
internal import CKernels
internal import Preconditions

/// The cross entropy between softmax of the logits and the true class of every row.
///
/// - Parameters:
///   - logits: the predictions before softmax.
///   - classes: the true class of every row, from 0, in the order of the rows.
///   - labelSmoothing: share of the certainty that is spread evenly over all classes (Szegedy et al. 2016).
///   - weights: of the rows, as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all rows.
/// - Shape: logits [..., C], as many classes as rows → [], or [...] with `.none`.
public func softmaxCrossEntropy(
  logits: Variable, classes: [Int], labelSmoothing: Float = 0, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  let shape = logits.shape
  require(
    shape.rank >= 2 && shape[-1] > 0 && shape.count / shape[-1] == classes.count,
    "softmaxCrossEntropy: \(classes.count) classes for logits \(shape)")
  let columns = shape[-1]
  for (row, index) in classes.enumerated() {
    require((0..<columns).contains(index), "softmaxCrossEntropy: class \(index) of row \(row) for logits \(shape)")
  }
  if labelSmoothing == 0 {
    return softmaxCrossEntropy(logits, ClassTargets(classes: classes), weights, reduction)
  }
  let targets = Tensor(shape) { targets in
    targets.initialize(repeating: 0)
    for (row, index) in classes.enumerated() { targets[row * columns + index] = 1 }
  }
  return softmaxCrossEntropy(
    logits: logits, targets: targets, labelSmoothing: labelSmoothing, weights: weights, reduction: reduction)
}

/// The cross entropy between softmax of the logits and the soft targets of every row.
///
/// - Parameters:
///   - logits: the predictions before softmax.
///   - targets: the probabilities that are aimed at; each row sums to 1.
///   - labelSmoothing: share of the targets that is replaced by an even distribution (Szegedy et al. 2016).
///   - weights: of the rows, as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all rows.
/// - Shape: logits and targets [..., C] → [], or [...] with `.none`.
public func softmaxCrossEntropy(
  logits: Variable, targets: Tensor, labelSmoothing: Float = 0, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  let shape = logits.shape
  require(
    shape.rank >= 2 && shape[-1] > 0 && targets.shape == shape,
    "softmaxCrossEntropy: logits \(shape), targets \(targets.shape)")
  require(
    labelSmoothing >= 0 && labelSmoothing <= 1,
    "softmaxCrossEntropy: expected a label smoothing from 0 to 1, found \(labelSmoothing)")
  return softmaxCrossEntropy(
    logits, SmoothedTargets(targets, labelSmoothing: labelSmoothing), weights, reduction)
}

private func softmaxCrossEntropy(
  _ logits: Variable, _ targets: some RowTargets, _ weights: Tensor?, _ reduction: Reduction
) -> Variable {
  let rows = Shape(Array(logits.shape.dimensions.dropLast()))
  let reduction = LossReduction(rows, weights: weights, reduction, operation: "softmaxCrossEntropy")
  let losses = targets.losses(logits.value, shape: rows)
  return Variable.record(reduction.reduced(losses), from: [logits], operation: "softmaxCrossEntropy") {
    [x = logits.value] dOutput in
    [targets.gradient(x, reduction.scale(dOutput))]
  }
}

/// Soft targets of rows, of which a share is spread evenly over all classes.
private struct SmoothedTargets: RowTargets {
  private let targets: Tensor
  private let columns: Int
  private let kept, spread: Double

  init(_ targets: Tensor, labelSmoothing: Float) {
    self.targets = targets
    columns = targets.shape[-1]
    kept = 1 - Double(labelSmoothing)
    spread = Double(labelSmoothing) / Double(columns)
  }

  func loss(ofRow row: Int, _ logits: Tensor) -> Float {
    let start = row * columns
    var (loss, isCertain): (Float, Int32) = (0, 0)
    gk_cross_entropy_row(
      logits.pointer + start, targets.pointer + start, kept, spread, &loss, columns, &isCertain)
    if isCertain != 0 { return loss }
    let indices = start..<start + columns
    let sum = LogSumExp(logits, indices)
    return Float(
      indices.reduce(0.0) { loss, index in
        let target = Double(targets.pointer[index]) * kept + spread
        // A class that cannot be costs nothing, however sure the logits are of that.
        return target == 0 ? loss : loss + target * sum.surprise(logits.pointer[index])
      })
  }

  func writeGradient(
    ofRow row: Int, _ logits: Tensor, factor: Double, to dLogits: UnsafeMutablePointer<Float>
  ) {
    let start = row * columns
    var isCertain: Int32 = 0
    gk_cross_entropy_row_gradient(
      logits.pointer + start, targets.pointer + start, kept, spread, factor, dLogits, columns, &isCertain)
    if isCertain != 0 { return }
    let sum = LogSumExp(logits, start..<start + columns)
    for column in 0..<columns {
      let target = Double(targets.pointer[start + column]) * kept + spread
      dLogits[column] = Float((sum.probability(logits.pointer[start + column]) - target) * factor)
    }
  }
}
