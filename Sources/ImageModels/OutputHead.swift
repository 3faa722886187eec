// What becomes of a network's logits.
public import Tensors

/// The function that turns a network's logits into its outputs.
public enum OutputHead: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each output by itself in 0 ... 1: vote fractions, or classes that do not exclude each other.
  case sigmoid
  /// Probabilities of classes, of which one is true: each in 0 ... 1, with the sum 1.
  case softmax

  /// - Shape: logits [N, outputs] → the same.
  public func callAsFunction(_ logits: Variable) -> Variable {
    switch self {
    case .sigmoid: Tensors.sigmoid(logits)
    case .softmax: Tensors.softmax(logits)
    }
  }
}
