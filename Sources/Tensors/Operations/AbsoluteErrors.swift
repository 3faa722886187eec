// Losses of regression that outliers move less than squares do.
internal import Preconditions

/// The absolute difference of every element, also known as L1 loss; where it is zero its derivative is taken as zero.
///
/// - Parameters:
///   - prediction: the predictions.
///   - targets: the targets, in the shape of the predictions.
///   - weights: as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all elements.
/// - Shape: prediction and targets alike → [], or the same with `.none`.
public func meanAbsoluteError(
  _ prediction: Variable, targets: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  elementLoss(prediction, targets: targets, weights: weights, reduction: reduction, operation: "meanAbsoluteError") {
    x, target in
    Swift.abs(x - target)
  } derivative: { x, target in
    x > target ? 1 : x < target ? -1 : 0
  }
}

/// Half of the squared difference divided by `beta` where the difference is less than `beta`, and the absolute difference
/// less half of `beta` elsewhere (Girshick 2015); PyTorch's `SmoothL1Loss`.
///
/// - Parameters:
///   - prediction: the predictions.
///   - targets: the targets, in the shape of the predictions.
///   - beta: the difference from which on the loss grows linearly; positive.
///   - weights: as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all elements.
/// - Shape: prediction and targets alike → [], or the same with `.none`.
public func smoothL1Loss(
  _ prediction: Variable, targets: Tensor, beta: Float = 1, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  require(beta > 0, "smoothL1Loss: expected a positive beta, found \(beta)")
  return elementLoss(
    prediction, targets: targets, weights: weights, reduction: reduction, operation: "smoothL1Loss"
  ) { x, target in
    let distance = Swift.abs(x - target)
    return distance < beta ? distance * distance / (2 * beta) : distance - beta / 2
  } derivative: { x, target in
    Swift.abs(x - target) < beta ? (x - target) / beta : x > target ? 1 : -1
  }
}

/// Half of the squared difference where it is less than `delta`, and `delta` times the absolute difference less half of
/// `delta` elsewhere (Huber 1964); `delta` times ``smoothL1Loss(_:targets:beta:weights:reduction:)``.
///
/// - Parameters:
///   - prediction: the predictions.
///   - targets: the targets, in the shape of the predictions.
///   - delta: the difference from which on the loss grows linearly; positive.
///   - weights: as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all elements.
/// - Shape: prediction and targets alike → [], or the same with `.none`.
public func huberLoss(
  _ prediction: Variable, targets: Tensor, delta: Float = 1, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  require(delta > 0, "huberLoss: expected a positive delta, found \(delta)")
  return elementLoss(
    prediction, targets: targets, weights: weights, reduction: reduction, operation: "huberLoss"
  ) { x, target in
    let distance = Swift.abs(x - target)
    return distance < delta ? distance * distance / 2 : delta * (distance - delta / 2)
  } derivative: { x, target in
    Swift.abs(x - target) < delta ? x - target : x > target ? delta : -delta
  }
}
