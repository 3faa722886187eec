// The loss of answers that do not exclude each other.
internal import CKernels

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
    logits in
    Tensor(uninitialized: logits.shape) { losses in
      withPointers(logits, targets) { x, targets in
        Parallel.forEachRange(logits.shape.count) { range in
          let start = range.lowerBound
          gk_binary_cross_entropy(x + start, targets + start, losses + start, range.count)
        }
      }
    }
  } gradient: { logits, scale in
    Tensor(uninitialized: logits.shape) { gradient in
      withPointers(logits, targets) { x, targets in
        Parallel.forEachRange(logits.shape.count) { range in
          let start = range.lowerBound
          gk_binary_cross_entropy_gradient(x + start, targets + start, scale, gradient + start, range.count)
        }
      }
    }
  }
}
