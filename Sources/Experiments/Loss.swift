// What training makes small.
package import Tensors

/// A loss, by the name it has on the command line.
public enum Loss: String, Sendable, Codable, CaseIterable {
  /// Mean squared error, for vote fractions.
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

  /// Makes sure that the loss suits outputs that do not exclude each other.
  ///
  /// - Throws: ``LossError``.
  func checkForRegression() throws {
    if self == .crossEntropy { throw LossError(loss: self) }
  }

  /// The mean loss of a batch.
  ///
  /// - Shape: outputs and targets [N, outputs], each in 0 ... 1 → [].
  package func callAsFunction(_ outputs: Variable, targets: Tensor) -> Variable {
    // Cross entropies are computed from logits, which are taken back from the outputs; as in Keras a little away from 0
    // and 1, where the logits are infinite.
    let margin: Float = 1e-7
    switch self {
    case .meanSquaredError:
      return Tensors.meanSquaredError(outputs, Variable(targets))
    case .crossEntropy:
      return softmaxCrossEntropy(logits: log(outputs + margin), targets: targets)
    case .binaryCrossEntropy:
      return Tensors.binaryCrossEntropy(logits: log((outputs + margin) / (-outputs + (1 + margin))), targets: targets)
    }
  }
}

/// A loss that does not suit what is learned.
public struct LossError: Error, CustomStringConvertible {
  /// The loss.
  public let loss: Loss

  /// One line for the user.
  public var description: String {
    "the loss \(loss.rawValue) is for classes; vote fractions take \(Loss.meanSquaredError.rawValue) or "
      + Loss.binaryCrossEntropy.rawValue
  }
}
