// How good a classifier is.
public import NeuralNetwork
internal import Tensors

/// What a classifier reaches on images of known classes.
///
/// Encodes as `{count, accuracy, top5Accuracy, loss, classes, confusion}`, the confusion as rows of the true class.
public struct ClassScores: Sendable, Encodable {
  /// The number of images.
  public let count: Int
  /// Share of the images whose class scored highest.
  public let accuracy: Double
  /// Share of the images whose class was among the five that scored highest.
  public let top5Accuracy: Double
  /// Mean loss.
  public let loss: Double
  /// The classes' names, in the order of the confusion's rows and columns.
  public let classes: [String]
  /// Which classes were taken for which.
  public let confusion: ConfusionMatrix

  private enum Key: CodingKey { case count, accuracy, top5Accuracy, loss, classes, confusion }

  /// Encodes the scores.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(count, forKey: .count)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(top5Accuracy, forKey: .top5Accuracy)
    try container.encode(loss, forKey: .loss)
    try container.encode(classes, forKey: .classes)
    try container.encode(confusion.counts, forKey: .confusion)
  }
}

/// A classifier's scores being gathered.
struct ClassTally {
  private let classes: [String]
  private var first = TopKAccuracy()
  private var firstFive = TopKAccuracy(k: 5)
  private var confusion: ConfusionMatrix

  init(classes: [String]) {
    self.classes = classes
    confusion = ConfusionMatrix(classes: classes.count)
  }

  /// Takes a batch into account.
  ///
  /// - Shape: outputs [N, classes], N labels.
  mutating func add(_ outputs: Tensor, labels: [Int]) {
    first.add(outputs, classes: labels)
    firstFive.add(outputs, classes: labels)
    confusion.add(outputs, classes: labels)
  }

  /// The scores of all images so far.
  func scores(loss: Double) -> ClassScores {
    ClassScores(
      count: first.count, accuracy: first.value, top5Accuracy: firstFive.value, loss: loss, classes: classes,
      confusion: confusion)
  }
}
