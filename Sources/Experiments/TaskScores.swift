// A network's scores, whatever its task.
public import GalaxyZoo
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// How good a network is at its task.
public enum TaskScores: Sendable, Encodable {
  /// Errors of vote fractions.
  case fractions(ScoreTable)
  /// How often a classifier is right.
  case classes(ClassScores)

  /// The number of images.
  public var count: Int {
    switch self {
    case .fractions(let scores): scores.count
    case .classes(let scores): scores.count
    }
  }

  /// The errors of vote fractions; `nil` for classes.
  public var fractions: ScoreTable? {
    if case .fractions(let scores) = self { scores } else { nil }
  }

  /// The scores of a classifier; `nil` for fractions.
  public var classes: ClassScores? {
    if case .classes(let scores) = self { scores } else { nil }
  }

  /// Encodes the scores of the task.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .fractions(let scores): try scores.encode(to: encoder)
    case .classes(let scores): try scores.encode(to: encoder)
    }
  }
}

/// Images that evaluation and prediction give the network at a time.
let inferenceBatchSize = 64

extension ImageNetwork {
  /// Predictions for the given images.
  ///
  /// - Shape: input [N, H, W, C] → [N, outputs].
  func prediction(_ input: Tensor) -> Tensor {
    var context = Context.inference
    return self(Variable(input), in: &context).value
  }

  /// Scores of the network's predictions for all images of `data`, and their mean loss.
  func scores(
    on data: PreparedImages, loss: Loss, progress: (_ done: Int) -> Void = { _ in }
  ) -> (scores: TaskScores, loss: Double) {
    var lossSum = 0.0
    var errors = Scores()
    var tally = ClassTally(classes: data.targets.outputs.names)
    progress(0)
    for start in stride(from: 0, to: data.count, by: inferenceBatchSize) {
      let batch = Array(start..<min(start + inferenceBatchSize, data.count))
      var context = Context.inference
      let logits = logits(Variable(data.input(batch)), in: &context)
      // Smoothed labels are for training: here the truth is the truth.
      let batchLoss = loss(logits: logits, head: head, targets: data.targets.tensor(batch)).value.scalar
      lossSum += Double(batchLoss) * Double(batch.count)
      let outputs = head(logits).value
      switch data.targets {
      case .fractions:
        let (scalars, columns) = (outputs.scalars, DecisionTree.columnCount)
        for (slot, index) in batch.enumerated() {
          errors.add(prediction: scalars[slot * columns..<(slot + 1) * columns], truth: data.row(index))
        }
      case .classes(let classes):
        tally.add(outputs, labels: batch.map { classes.labels[$0] })
      }
      progress(start + batch.count)
    }
    let meanLoss = lossSum / Double(data.count)
    switch data.targets {
    case .fractions:
      let table = errors.table
      // The score is the same loss, summed with more digits.
      return (.fractions(table), loss == .meanSquaredError ? table.rmse * table.rmse : meanLoss)
    case .classes:
      return (.classes(tally.scores(loss: meanLoss)), meanLoss)
    }
  }
}
