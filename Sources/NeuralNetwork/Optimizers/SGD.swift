// Stochastic gradient descent.
public import Tensors

/// Stochastic gradient descent as Keras defines it: the velocity holds steps, with the learning rate worked in.
public struct SGD: Optimizer {
  public var learningRate: Float
  /// Decay of the velocity; without one if zero.
  public let momentum: Float
  /// Whether the velocity is applied once more ahead (Nesterov 1983); means nothing without momentum.
  public let usesNesterov: Bool
  public var groups: ParameterGroups
  public var memory: OptimizerMemory

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-2, momentum: Float = 0, usesNesterov: Bool = false,
    groups: ParameterGroups = ParameterGroups()
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.usesNesterov = usesNesterov
    self.groups = groups
    memory = OptimizerMemory(momentum == 0 ? [] : ["velocity"])
  }

  public func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    value.sgdStep(&memory, gradient: gradient, rate: step.rate, momentum: momentum, usesNesterov: usesNesterov)
  }
}
