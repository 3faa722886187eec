// Numbers that are no finite numbers any more.

/// A training of which a measurement or a gradient is no finite number any more.
public struct DivergenceError: Error, CustomStringConvertible {
  /// What is not finite: `loss`, `validation loss`, `gradient of head.weight`.
  public let subject: String
  /// The epoch in which it happened.
  public let epoch: Int
  /// The step within the epoch, from 1; nil where it happened on held-out items.
  public let step: Int?
  /// Names of the step's items.
  public let items: [String]
  /// The learning rate.
  public let learningRate: Double

  private static let shown = 5

  /// One line for the user.
  public var description: String {
    "\(place); the learning rate \(learningRate) may be too high"
  }

  /// What happened where, in one line.
  public var place: String {
    var line = "the \(subject) became infinite or not a number in epoch \(epoch)"
    if let step { line += ", step \(step)" }
    if !items.isEmpty {
      line += " (\(items.prefix(Self.shown).joined(separator: ", "))"
      line += items.count > Self.shown ? " and \(items.count - Self.shown) more)" : ")"
    }
    return line
  }
}

/// Gradients that are no finite numbers; a loop makes a ``DivergenceError`` of it.
public struct NotFiniteGradientError: Error, CustomStringConvertible {
  /// Names of their parameters, sorted.
  public let parameters: [String]

  /// One line for the user.
  public var description: String { "the \(subject) is infinite or not a number" }

  var subject: String {
    "gradient of \(parameters.first ?? "")"
      + (parameters.count > 1 ? " and \(parameters.count - 1) other parameter\(parameters.count > 2 ? "s" : "")" : "")
  }
}

/// What a training does with a batch whose loss or gradient is no finite number.
public enum BadBatchRule: String, Sendable, Codable, CaseIterable {
  /// It ends with a ``DivergenceError``.
  case fail
  /// It goes on with the next batch as if there were no such items in the epoch. What is trained is copied before every
  /// step, which takes time and memory.
  case skip
}
