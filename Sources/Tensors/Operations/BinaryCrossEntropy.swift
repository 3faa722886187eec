// The loss of answers that do not exclude each other.
internal import Foundation
internal import Preconditions

/// The cross entropy between the logistic function of the logits and targets, the mean over all elements.
///
/// - Parameter targets: the probabilities that are aimed at, each in 0 ... 1.
/// - Shape: logits and targets alike → [].
public func binaryCrossEntropy(logits: Variable, targets: Tensor) -> Variable {
  require(
    logits.shape == targets.shape && targets.shape.count > 0,
    "binaryCrossEntropy: logits \(logits.shape), targets \(targets.shape)")
  let count = Float(targets.shape.count)
  let losses = logits.value.combined(with: targets) { x, target in
    // log(1 + exp(-x)) for one sign of x and the same with x taken out of it for the other: no exponential overflows.
    (x > 0 ? x * (1 - target) : -x * target) + log1p(exp(-abs(x)))
  }
  let loss = losses.sum(over: Array(0..<targets.shape.rank)).scalar / count
  return Variable.record(Tensor(loss), from: [logits]) { [x = logits.value] dOutput in
    let scale = dOutput.scalar / count
    return [x.combined(with: targets) { x, target in (logistic(x) - target) * scale }]
  }
}
