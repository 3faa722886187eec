// The loss of regression.
internal import CKernels
internal import Preconditions

/// The mean of the squared differences over all elements.
///
/// - Shape: prediction and target alike → [].
public func meanSquaredError(_ prediction: Variable, _ target: Variable) -> Variable {
  require(
    prediction.shape == target.shape, "meanSquaredError: shapes \(prediction.shape) and \(target.shape)")
  let share = 1 / Float(prediction.shape.count)
  let differences = Differences(prediction.value, target.value)
  return Variable.record(Tensor(differences.sumOfSquares() * share), from: [prediction, target]) {
    [targetWanted = target.isTracked] dOutput in
    let dPrediction = differences.gradient(dOutput.scalar * share)
    return [dPrediction, targetWanted ? -dPrediction : nil]
  }
}

/// The differences of two tensors of one shape, which are never in memory.
private struct Differences {
  private let left, right: Tensor

  init(_ left: Tensor, _ right: Tensor) {
    self.left = left
    self.right = right
  }

  /// As `sum()` of the squares: in its chunks.
  func sumOfSquares() -> Float {
    let chunks = Chunks(extent: left.shape.count, grain: Parallel.elementGrain)
    let sums = Tensor(uninitialized: [chunks.count]) { sums in
      withPointers(left, right) { left, right in
        Parallel.forEach(chunks.count) { chunk in
          let range = chunks[chunk]
          Storage.temporary(range.count) { squares in
            gk_squared_differences(left + range.lowerBound, right + range.lowerBound, squares, range.count)
            gk_row_sums(squares, 1, range.count, sums + chunk)
          }
        }
      }
    }
    return sums.sum().scalar
  }

  /// The gradient of the left ones.
  func gradient(_ dSum: Float) -> Tensor {
    Tensor(uninitialized: left.shape) { dLeft in
      withPointers(left, right) { left, right in
        Parallel.forEachRange(self.left.shape.count) { range in
          let start = range.lowerBound
          // A sum with zero: a negative zero does not stay one.
          gk_squared_differences_gradient(left + start, right + start, dSum + 0, dLeft + start, range.count)
        }
      }
    }
  }
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
