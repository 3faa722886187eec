// RMSProp.
internal import Tensors

/// RMSProp (Tieleman and Hinton 2012) as Keras defines it: the gradient is divided by the root of its moving mean square,
/// epsilon under the root.
public struct RMSProp: Optimizer {
  public var learningRate: Float
  /// Decay of the moving means.
  public let rho: Float
  /// Decay of the velocity; without one if zero.
  public let momentum: Float
  /// Added to the mean square.
  public let epsilon: Float
  /// Whether the gradient's variance takes the place of its mean square.
  public let isCentered: Bool
  public var memory: OptimizerMemory

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-3, rho: Float = 0.9, momentum: Float = 0, epsilon: Float = 1e-7, isCentered: Bool = false
  ) {
    self.learningRate = learningRate
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.isCentered = isCentered
    memory = OptimizerMemory(["square"] + (isCentered ? ["average"] : []) + (momentum == 0 ? [] : ["velocity"]))
  }

  public mutating func update(_ module: inout some Module, along gradients: ParameterGradients) {
    let (rate, rho, momentum, epsilon, isCentered) = (learningRate, rho, momentum, epsilon, isCentered)
    memory.update(&module, along: gradients) { _, value, memory, gradient in
      value.rmsPropStep(
        &memory, gradient: gradient, rate: rate, rho: rho, momentum: momentum, epsilon: epsilon, isCentered: isCentered)
    }
  }
}
