// The functions that follow a layer's sums.
public import Tensors

/// A function applied to every element of a layer's output.
public enum Activation: Sendable, Hashable {
  /// The sums as they are.
  case none
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
  case hardSwish

  /// The function of a variable.
  public func callAsFunction(_ input: Variable) -> Variable { beyondLimits(rectify(input, to: limits)) }

  /// The part of it that a convolution can do while it writes its sums.
  var limits: Rectification {
    switch self {
    case .none, .hardSwish: .none
    case .relu: .relu
    case .relu6: .relu6
    }
  }

  /// Whether that is all of it.
  var isLimit: Bool { self != .hardSwish }

  /// The rest of it.
  func beyondLimits(_ input: Variable) -> Variable { isLimit ? input : Tensors.hardSwish(input) }

  /// How a summary names it; nil where it does nothing, and so is no layer.
  var layerName: String? {
    switch self {
    case .none: nil
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .hardSwish: "HardSwish"
    }
  }
}
