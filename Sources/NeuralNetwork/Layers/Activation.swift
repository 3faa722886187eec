// Activation functions as settings of layers.
public import Tensors

/// The function that follows a layer's sums.
public enum Activation: String, Sendable, Hashable {
  /// The sums as they are.
  case identity
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// 1 / (1 + exp(-x)).
  case sigmoid

  /// The function's value.
  public func callAsFunction(_ input: Variable) -> Variable {
    switch self {
    case .identity: input
    case .relu: Tensors.relu(input)
    case .relu6: Tensors.relu6(input)
    case .sigmoid: Tensors.sigmoid(input)
    }
  }
}
