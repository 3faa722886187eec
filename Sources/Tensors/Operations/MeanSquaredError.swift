// The loss of regression.
internal import Preconditions

/// The mean of the squared differences over all elements.
///
/// - Shape: prediction and target alike → [].
public func meanSquaredError(_ prediction: Variable, _ target: Variable) -> Variable {
  require(
    prediction.shape == target.shape, "meanSquaredError: shapes \(prediction.shape) and \(target.shape)")
  let difference = prediction - target
  return mean(difference * difference)
}

/// The squared difference of every element from its target.
///
/// - Parameters:
///   - prediction: the predictions.
///   - targets: the targets, in the shape of the predictions.
///   - weights: as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all elements.
/// - Shape: prediction and targets alike → [], or the same with `.none`.
public func meanSquaredError(
  _ prediction: Variable, targets: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  // One order of rounding for one loss, whichever function computes it.
  if weights == nil, reduction == .mean { return meanSquaredError(prediction, Variable(targets)) }
  return elementLoss(
    prediction, targets: targets, weights: weights, reduction: reduction, operation: "meanSquaredError"
  ) { x, target in
    (x - target) * (x - target)
  } derivative: { x, target in
    2 * (x - target)
  }
}
