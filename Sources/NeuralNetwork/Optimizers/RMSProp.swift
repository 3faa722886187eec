// RMSProp.
public import Tensors

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
  public var groups: ParameterGroups
  public var memory: OptimizerMemory

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-3, rho: Float = 0.9, momentum: Float = 0, epsilon: Float = 1e-7, isCentered: Bool = false,
    groups: ParameterGroups = ParameterGroups()
  ) {
    self.learningRate = learningRate
    self.rho = rho
    self.momentum = momentum
    self.epsilon = epsilon
    self.isCentered = isCentered
    self.groups = groups
    memory = OptimizerMemory(["square"] + (isCentered ? ["average"] : []) + (momentum == 0 ? [] : ["velocity"]))
  }

  public func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    value.rmsPropStep(
      &memory, gradient: gradient, rate: step.rate, rho: rho, momentum: momentum, epsilon: epsilon,
      isCentered: isCentered)
  }
}
