// How good a classifier is.
internal import Foundation
public import ImageDatasets
public import NeuralNetwork
internal import Tensors
public import Training

/// What a classifier reaches on images of known classes.
///
/// Encodes as `{count, accuracy, top5Accuracy, loss, classes, confusion}`, the confusion as rows of the true class.
public struct ClassScores: TaskScores {
  /// The number of images.
  public let count: Int
  /// Fraction of the images whose class scored highest.
  public let accuracy: Double
  /// Fraction of the images whose class was among the five that scored highest.
  public let top5Accuracy: Double
  /// Mean loss.
  public let loss: Double
  /// The classes, in the order of the confusion's rows and columns.
  public let outputs: LabelNames
  /// Which classes were taken for which.
  public let confusion: ConfusionMatrix

  public var measurements: Measurements { ["accuracy": accuracy, "top5_accuracy": top5Accuracy] }

  private enum Key: CodingKey { case count, accuracy, top5Accuracy, loss, classes, confusion }

  /// Encodes the scores.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(count, forKey: .count)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(top5Accuracy, forKey: .top5Accuracy)
    try container.encode(loss, forKey: .loss)
    try container.encode(outputs.names, forKey: .classes)
    try container.encode(confusion.counts, forKey: .confusion)
  }
}

/// A classifier's scores being gathered.
struct ClassTally: ScoreAccumulator {
  private let outputs: LabelNames
  private var first = TopKAccuracy()
  private var firstFive = TopKAccuracy(k: 5)
  private var confusion: ConfusionMatrix
  private var crossEntropies = 0.0
  private var squares = 0.0

  init(_ outputs: LabelNames) {
    self.outputs = outputs
    confusion = ConfusionMatrix(classes: outputs.names.count)
  }

  mutating func add(_ answers: Tensor, labels: [[Float]]) {
    let classes = labels.map { Int($0[0]) }
    first.add(answers, classes: classes)
    firstFive.add(answers, classes: classes)
    confusion.add(answers, classes: classes)
    let (probabilities, columns) = (answers.scalars, outputs.names.count)
    for (row, label) in classes.enumerated() {
      for column in 0..<columns {
        let difference = Double(probabilities[row * columns + column]) - (column == label ? 1 : 0)
        squares += difference * difference / Double(columns)
      }
      // A probability that has vanished in rounding is no certainty.
      crossEntropies -= log(Double(max(probabilities[row * columns + label], .leastNormalMagnitude)))
    }
  }

  func scores(loss: Loss, meanLoss: Double?) -> (scores: any TaskScores, loss: Double) {
    let ofAnswers = (loss == .crossEntropy ? crossEntropies : squares) / Double(first.count)
    let meanLoss = meanLoss ?? ofAnswers
    let scores = ClassScores(
      count: first.count, accuracy: first.value, top5Accuracy: firstFive.value, loss: meanLoss, outputs: outputs,
      confusion: confusion)
    return (scores, meanLoss)
  }
}
