// What training makes small.
package import ImageModels
package import Tensors

/// A loss, by the name it has on the command line.
public enum Loss: String, Sendable, Codable, CaseIterable {
  /// Mean squared error of the outputs.
  case meanSquaredError = "mse"
  /// Cross entropy over classes that exclude each other.
  case crossEntropy = "cross-entropy"
  /// Cross entropy of every output by itself, for vote fractions.
  case binaryCrossEntropy = "binary-cross-entropy"

  /// In words.
  var words: String {
    switch self {
    case .meanSquaredError: "mean squared error"
    case .crossEntropy: "cross entropy"
    case .binaryCrossEntropy: "binary cross entropy"
    }
  }

  /// The loss that is usual for a task.
  public static func usual(for task: LearningTask) -> Loss {
    switch task {
    case .regression: .meanSquaredError
    case .classification: .crossEntropy
    }
  }

  /// Makes sure that the loss suits a task.
  ///
  /// - Throws: ``LossError``.
  func check(for task: LearningTask) throws {
    let unsuitable: Loss = task == .regression ? .crossEntropy : .binaryCrossEntropy
    if self == unsuitable { throw LossError(loss: self, task: task) }
  }

  /// The mean loss of a batch.
  ///
  /// - Parameters:
  ///   - head: what makes outputs of the logits.
  ///   - labelSmoothing: share of the certainty about classes that cross entropy spreads evenly over all of them.
  /// - Shape: logits and targets [N, outputs], targets in 0 ... 1 → [].
  package func callAsFunction(
    logits: Variable, head: OutputHead, targets: Tensor, labelSmoothing: Double = 0
  ) -> Variable {
    switch self {
    case .meanSquaredError: Tensors.meanSquaredError(head(logits), Variable(targets))
    case .crossEntropy:
      softmaxCrossEntropy(logits: logits, targets: targets, labelSmoothing: Float(labelSmoothing))
    case .binaryCrossEntropy: Tensors.binaryCrossEntropy(logits: logits, targets: targets)
    }
  }
}

/// A loss that does not suit what is learned.
public struct LossError: Error, CustomStringConvertible {
  /// The loss.
  public let loss: Loss
  /// What is learned.
  public let task: LearningTask

  /// One line for the user.
  public var description: String {
    let mean = Loss.meanSquaredError.rawValue
    return switch task {
    case .regression:
      "the loss \(loss.rawValue) is for classes; vote fractions take \(mean) or \(Loss.binaryCrossEntropy.rawValue)"
    case .classification:
      "the loss \(loss.rawValue) is for vote fractions; classes take \(Loss.crossEntropy.rawValue) or \(mean)"
    }
  }
}
