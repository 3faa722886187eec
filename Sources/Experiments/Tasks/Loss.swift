// The losses that training can minimise.
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
  /// The Dirichlet-multinomial distribution's negative logarithm of the probability of vote counts.
  case dirichlet

  /// In words.
  var words: String {
    switch self {
    case .meanSquaredError: "mean squared error"
    case .crossEntropy: "cross entropy"
    case .binaryCrossEntropy: "binary cross entropy"
    case .dirichlet: "negative log-likelihood of the vote counts (Dirichlet-multinomial)"
    }
  }

  /// The mean loss of a batch over all known targets.
  ///
  /// - Parameters:
  ///   - output: what makes outputs of the logits.
  ///   - labelSmoothing: fraction of the certainty about classes that cross entropy spreads evenly over all of them.
  /// - Shape: logits and targets [N, outputs] → [].
  package func callAsFunction(
    logits: Variable, output: OutputFunction, targets: Targets, labelSmoothing: Double = 0
  ) -> Variable {
    switch self {
    case .meanSquaredError:
      guard let weights = targets.weights else {
        return Tensors.meanSquaredError(output(logits), Variable(targets.values))
      }
      let difference = (output(logits) - Variable(targets.values)) * Variable(weights)
      // Without any known target the loss is zero.
      return sum(difference * difference) * (1 / max(1, weights.scalars.reduce(0, +)))
    case .crossEntropy:
      return softmaxCrossEntropy(logits: logits, targets: targets.values, labelSmoothing: Float(labelSmoothing))
    case .binaryCrossEntropy: return Tensors.binaryCrossEntropy(logits: logits, targets: targets.values)
    case .dirichlet:
      guard case .concentrations(let hierarchy) = output else {
        fatalError("Loss.dirichlet: expected a network that puts out concentrations, found \(output)")
      }
      return dirichletMultinomialLoss(
        concentrations: output(logits), counts: targets.values, groups: hierarchy.columns)
    }
  }
}

/// A loss that does not suit what is learned.
public struct LossError: Error, CustomStringConvertible {
  /// The loss.
  public let loss: Loss
  /// What is learned.
  public let labels: String
  /// The losses that suit.
  public let suitable: [Loss]

  /// One line for the user.
  public var description: String {
    "the loss \(loss.rawValue) does not suit \(labels), which take \(suitable.map(\.rawValue).joined(separator: " or "))"
  }
}
