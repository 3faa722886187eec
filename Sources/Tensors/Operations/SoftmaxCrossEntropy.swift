// The loss of classification.
internal import Preconditions

/// The cross entropy between softmax of the logits and the true classes, the mean over the rows.
///
/// - Parameters:
///   - classes: the true class of every row, from 0.
///   - labelSmoothing: share of the certainty that is spread evenly over all classes (Szegedy et al. 2016).
/// - Shape: logits [N, C], N classes → [].
public func softmaxCrossEntropy(logits: Variable, classes: [Int], labelSmoothing: Float = 0) -> Variable {
  let shape = logits.shape
  require(
    shape.rank == 2 && shape[0] == classes.count, "softmaxCrossEntropy: \(classes.count) classes for logits \(shape)")
  let targets = Tensor(shape) { targets in
    targets.initialize(repeating: 0)
    for (row, index) in classes.enumerated() {
      require(
        (0..<shape[1]).contains(index), "softmaxCrossEntropy: class \(index) of row \(row) for logits \(shape)")
      targets[row * shape[1] + index] = 1
    }
  }
  return softmaxCrossEntropy(logits: logits, targets: targets, labelSmoothing: labelSmoothing)
}

/// The cross entropy between softmax of the logits and soft targets, the mean over the rows.
///
/// - Parameters:
///   - targets: the probabilities that are aimed at; each row sums to 1.
///   - labelSmoothing: share of the targets that is replaced by an even distribution (Szegedy et al. 2016).
/// - Shape: logits and targets [N, C] → [].
public func softmaxCrossEntropy(logits: Variable, targets: Tensor, labelSmoothing: Float = 0) -> Variable {
  let shape = logits.shape
  require(
    shape.rank == 2 && shape.count > 0 && targets.shape == shape,
    "softmaxCrossEntropy: logits \(shape), targets \(targets.shape)")
  require(
    labelSmoothing >= 0 && labelSmoothing <= 1,
    "softmaxCrossEntropy: expected a label smoothing from 0 to 1, found \(labelSmoothing)")
  let columns = shape[1]
  let rows = Float(shape[0])
  let (kept, spread) = (1 - Double(labelSmoothing), Double(labelSmoothing) / Double(columns))
  let losses = Tensor([shape[0]]) { [x = logits.value] losses in
    Parallel.forEachRow(of: x) { row in
      let places = row * columns..<(row + 1) * columns
      let sum = LogSumExp(x, places)
      losses[row] = Float(
        places.reduce(0.0) { loss, place in
          let target = Double(targets.pointer[place]) * kept + spread
          // A class that cannot be costs nothing, however sure the logits are of that.
          return target == 0 ? loss : loss + target * sum.surprise(x.pointer[place])
        })
    }
    withExtendedLifetime((x, targets)) {}
  }
  let loss = losses.sum(over: [0]).scalar / rows
  return Variable.record(Tensor(loss), from: [logits]) { [x = logits.value] dOutput in
    let scale = Double(dOutput.scalar / rows)
    let dLogits = Tensor(x.shape) { dLogits in
      Parallel.forEachRow(of: x) { row in
        let places = row * columns..<(row + 1) * columns
        let sum = LogSumExp(x, places)
        for place in places {
          let target = Double(targets.pointer[place]) * kept + spread
          dLogits[place] = Float((sum.probability(x.pointer[place]) - target) * scale)
        }
      }
      withExtendedLifetime((x, targets)) {}
    }
    return [dLogits]
  }
}
