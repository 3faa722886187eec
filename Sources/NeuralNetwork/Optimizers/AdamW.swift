// AdamW.
public import Tensors

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) as Keras defines it: before Adam's step every trainable
/// parameter, biases and norms included, loses the share `learningRate * weightDecay`. ``ParameterGroups`` leaves biases
/// and norms out.
public struct AdamW: Optimizer {
  /// Decay of the parameters for a learning rate of 1.
  public let weightDecay: Float
  private var adam: Adam

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-3, weightDecay: Float = 4e-3, beta1: Float = 0.9, beta2: Float = 0.999,
    epsilon: Float = 1e-7, groups: ParameterGroups = ParameterGroups()
  ) {
    self.weightDecay = weightDecay
    adam = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, groups: groups)
  }

  public var learningRate: Float {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  public var groups: ParameterGroups {
    get { adam.groups }
    set { adam.groups = newValue }
  }

  public var memory: OptimizerMemory {
    get { adam.memory }
    set { adam.memory = newValue }
  }

  public func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    adam.move(&value, along: gradient, memory: &memory, in: step)
  }

  public func decayAndMove(
    _ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep
  ) {
    adam.decayAndMove(&value, along: gradient, memory: &memory, in: step)
  }
}
