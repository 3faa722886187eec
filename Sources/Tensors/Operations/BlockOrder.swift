// In which order a block normalises and activates.

/// Where a block's activation stands.
public enum BlockOrder: Sendable, Hashable {
  /// Convolution, batch norm, activation, as in MobileNets.
  case normThenActivation(Clamp)
  /// Convolution, ReLU, batch norm and a max-pool over windows of `poolSize`² pixels (1: none), as Hildebrandt stacks
  /// them.
  case reluThenNorm(poolSize: Int)
}

extension BlockOrder {
  var takesShortcut: Bool {
    if case .normThenActivation = self { true } else { false }
  }

  /// What the convolution clamps its sums to.
  var convolutionClamp: Clamp {
    switch self {
    case .normThenActivation: .none
    case .reluThenNorm: .relu
    }
  }

  /// What follows the convolution's output, of the given shape.
  func normalization(of shape: Shape) -> BlockNormalization {
    switch self {
    case .normThenActivation(let clamp): BlockNormalization(shape: shape, clamp: clamp)
    case .reluThenNorm(let poolSize): BlockNormalization(shape: shape, followsReLU: true, poolSize: poolSize)
    }
  }
}
