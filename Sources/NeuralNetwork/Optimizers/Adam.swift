// Adam.
internal import Foundation
public import Tensors

/// Adam (Kingma and Ba 2015) as Keras defines it: epsilon is added to the root of the uncorrected second moment, and both
/// corrections go into the size of the step.
///
/// ```swift
/// var optimizer = Adam(learningRate: 3e-2)
/// for step in 0..<60 {
///   let context = Context.training(random: random.split(UInt64(step)))
///   var (loss, gradients) = try network.valueWithGradients(in: context) { network, context in
///     softmaxCrossEntropy(logits: network(Variable(images), in: &context), classes: classes)
///   }
///   gradients.clip(toGlobalNorm: 1)
///   optimizer.update(&network, along: gradients)
///   losses.append(loss.scalar)
/// }
/// ```
public struct Adam: Optimizer {
  public var learningRate: Float
  /// Decay of the first moment.
  public let beta1: Float
  /// Decay of the second moment.
  public let beta2: Float
  /// Added to the root of the second moment.
  public let epsilon: Float
  public var groups: ParameterGroups
  public var memory = OptimizerMemory(["first", "second"])

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-7,
    groups: ParameterGroups = ParameterGroups()
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.groups = groups
  }

  public func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    move(&value, along: gradient, &memory, step, decay: 0)
  }

  public func decayAndMove(
    _ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep
  ) {
    move(&value, along: gradient, &memory, step, decay: step.decay)
  }

  private func move(
    _ value: inout Tensor, along gradient: Tensor, _ memory: inout [Tensor], _ step: OptimizerStep, decay: Float
  ) {
    // Powers of the step's number, not running products: a resumed run computes the same.
    let number = Double(step.number)
    let corrections = (1 - pow(Double(beta2), number)).squareRoot() / (1 - pow(Double(beta1), number))
    value.adamStep(
      &memory, gradient: gradient, rate: Float(Double(step.rate) * corrections), decay: decay, beta1: beta1,
      beta2: beta2, epsilon: epsilon)
  }
}
