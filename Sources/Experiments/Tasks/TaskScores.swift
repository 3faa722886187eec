// How good a network is, whatever its task.
public import Tensors
public import Training

/// A network's scores on labelled images; encodes as the JSON that `galaxy evaluate` prints.
public protocol TaskScores: Sendable, Encodable {
  /// The number of images.
  var count: Int { get }
  /// The scores that a run records after every epoch, beside the loss.
  var measurements: Measurements { get }
  /// The scores as lines of text.
  func lines() -> [String]
}

/// Scores that grow batch by batch.
public protocol ScoreAccumulator {
  /// Takes in a batch.
  ///
  /// - Shape: answers [N, outputs], in the labels' units; N labels.
  mutating func add(_ answers: Tensor, labels: [[Float]])

  /// The scores of all batches so far, at least one, and the loss to record with them.
  ///
  /// - Parameters:
  ///   - loss: the loss that training minimises.
  ///   - meanLoss: mean of the batches' losses over the images; where it is nil, that of the answers is taken.
  func scores(loss: Loss, meanLoss: Double?) -> (scores: any TaskScores, loss: Double)
}
