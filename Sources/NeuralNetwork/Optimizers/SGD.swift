// Stochastic gradient descent.
internal import Tensors

/// Stochastic gradient descent as Keras defines it: the velocity holds steps, with the learning rate worked in.
public struct SGD: Optimizer {
  public var learningRate: Float
  /// Decay of the velocity; without one if zero.
  public let momentum: Float
  /// Whether the velocity is applied once more ahead (Nesterov 1983); means nothing without momentum.
  public let usesNesterov: Bool
  public var memory: OptimizerMemory

  /// A rule without memory; the defaults are Keras's.
  public init(learningRate: Float = 1e-2, momentum: Float = 0, usesNesterov: Bool = false) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.usesNesterov = usesNesterov
    memory = OptimizerMemory(momentum == 0 ? [] : ["velocity"])
  }

  public mutating func update(_ module: inout some Module, along gradients: ParameterGradients) {
    let (rate, momentum, usesNesterov) = (learningRate, momentum, usesNesterov)
    memory.update(&module, along: gradients) { _, value, velocity, gradient in
      value.sgdStep(&velocity, gradient: gradient, rate: rate, momentum: momentum, usesNesterov: usesNesterov)
    }
  }
}
