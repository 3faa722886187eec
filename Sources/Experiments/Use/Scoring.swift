// A network's scores on batches of labelled images.
internal import ImageModels
internal import NeuralNetwork
internal import Synchronization
internal import Tensors
internal import Training

extension TrainedNetwork {
  /// The network's answers for all images of a source, a row each.
  func answers(on source: BatchSource<ImageBatch>, progress: (WorkProgress) -> Void) throws -> [[Float]] {
    func report(_ done: Int) { progress(WorkProgress("evaluating", done, source.count)) }
    var rows: [[Float]] = []
    _ = try source.withBatches(of: inferenceBatchSize, progress: report) { batches in
      try scores(on: batches) { rows += $0.rows }
    }
    return rows
  }

  /// Scores of the network's outputs for all batches, and their mean loss.
  ///
  /// - Parameters:
  ///   - batches: at least one image.
  ///   - onAnswers: gets the answers for every batch.
  func scores(
    on batches: BatchSequence<ImageBatch>, onAnswers: (Tensor) -> Void = { _ in }
  ) throws -> (scores: any TaskScores, loss: Double) {
    var accumulator = task.makeScores()
    var (lossSum, count) = (0.0, 0)
    try batches.forEach { batch in
      var context = Context.inference
      let logits = network.logits(Variable(batch.input), in: &context)
      // Smoothed labels are for training.
      let loss = recipe.loss(logits: logits, output: network.output, targets: task.targets(batch.labels)).value.scalar
      lossSum += Double(loss) * Double(batch.labels.count)
      count += batch.labels.count
      let answers = task.answers(network.output(logits).value)
      onAnswers(answers)
      accumulator.add(answers, labels: batch.labels)
    }
    return accumulator.scores(loss: recipe.loss, meanLoss: lossSum / Double(count))
  }
}

extension Tensor {
  /// The rows of a matrix.
  fileprivate var rows: [[Float]] {
    let (scalars, columns) = (scalars, shape[1])
    return stride(from: 0, to: scalars.count, by: columns).map { Array(scalars[$0..<$0 + columns]) }
  }
}

/// The answers that a network gave when it was last measured, for those who want to look at them.
///
/// Copies of a training share it, since measuring does not change a training.
final class HeldOutAnswers: Sendable {
  private let rows = Mutex<[[Float]]>([])

  /// One row an image.
  var latest: [[Float]] { rows.withLock { $0 } }

  /// Has none any more.
  func removeAll() { rows.withLock { $0 = [] } }

  /// Takes in a batch.
  func append(_ answers: Tensor) { rows.withLock { $0 += answers.rows } }
}
