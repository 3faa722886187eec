// The loss of answers that do not exclude each other.
internal import Foundation

/// The cross entropy between the logistic function of every logit and its target.
///
/// - Parameters:
///   - logits: the predictions before the logistic function.
///   - targets: the probabilities that are aimed at, each in 0 ... 1.
///   - weights: as in ``reducedLoss(_:weights:reduction:)``.
///   - reduction: what is made of the losses of all elements.
/// - Shape: logits and targets alike → [], or the same with `.none`.
public func binaryCrossEntropy(
  logits: Variable, targets: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
) -> Variable {
  elementLoss(logits, targets: targets, weights: weights, reduction: reduction, operation: "binaryCrossEntropy") {
    x, target in
    // log(1 + exp(-x)) for one sign of x and the same with x taken out of it for the other: no exponential overflows.
    (x > 0 ? x * (1 - target) : -x * target) + log1p(exp(-abs(x)))
  } derivative: { x, target in
    logistic(x) - target
  }
}
