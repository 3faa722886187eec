// A network's scores on batches of labelled images.
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

extension TrainedNetwork {
  /// Scores of the network's outputs for all images of a source.
  func scores(on source: BatchSource<ImageBatch>, progress: (WorkProgress) -> Void) throws -> any TaskScores {
    func report(_ done: Int) { progress(WorkProgress("evaluating", done, source.count)) }
    return try source.withBatches(of: inferenceBatchSize, progress: report) { try scores(on: $0).scores }
  }

  /// Scores of the network's outputs for all batches, and their mean loss.
  func scores(on batches: BatchSequence<ImageBatch>) throws -> (scores: any TaskScores, loss: Double) {
    var accumulator = task.makeScores()
    var (lossSum, count) = (0.0, 0)
    try batches.forEach { batch in
      var context = Context.inference
      let logits = network.logits(Variable(batch.input), in: &context)
      // Smoothed labels are for training.
      let loss = recipe.loss(logits: logits, output: network.output, targets: task.targets(batch.labels)).value.scalar
      lossSum += Double(loss) * Double(batch.labels.count)
      count += batch.labels.count
      accumulator.add(task.answers(network.output(logits).value), labels: batch.labels)
    }
    return accumulator.scores(loss: recipe.loss, meanLoss: lossSum / Double(count))
  }
}
