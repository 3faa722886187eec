// Muon.
internal import Preconditions
public import Tensors

/// Muon (Jordan et al. 2024) for the filters of convolutions, AdamW for everything else.
///
/// A filter bank [KH, KW, C, K] is a matrix of KH·KW·C rows and K columns. Its velocity is made nearly orthogonal, so that it
/// moves equally far in all directions in which gradients have pointed, rare ones too. The step has the root mean square
/// that Adam's has (0.2; Liu et al. 2025, "Muon is scalable for LLM training"), so that one learning rate and one weight decay
/// serve both rules. As in Keras, the velocity is a plain sum, with Nesterov's look ahead.
public struct Muon: Optimizer {
  public var learningRate: Float
  /// Decay of the parameters for a learning rate of 1.
  public let weightDecay: Float
  /// Decay of the velocity of filters.
  public let momentum: Float
  public var groups: ParameterGroups
  /// Adam's two moments; of filters the first is the velocity and the second stays zero.
  public var memory: OptimizerMemory
  private let adam: Adam

  /// A rule without memory; the defaults are Keras's.
  public init(
    learningRate: Float = 1e-3, weightDecay: Float = 4e-3, momentum: Float = 0.95, beta1: Float = 0.9,
    beta2: Float = 0.999, epsilon: Float = 1e-7, groups: ParameterGroups = ParameterGroups()
  ) {
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.groups = groups
    adam = Adam(learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    memory = adam.memory
  }

  public func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    guard value.shape.rank == 4 else {
      adam.move(&value, along: gradient, memory: &memory, in: step)
      return
    }
    require(gradient.shape == value.shape, "Muon: parameter \(value.shape), gradient \(gradient.shape)")
    memory[0] *= momentum
    memory[0] += gradient
    let columns = value.shape[3]
    let rows = value.shape[0] * value.shape[1] * value.shape[2]
    let direction = (gradient + memory[0] * momentum).reshaped(to: [rows, columns]).nearlyOrthogonal
    let size = step.rate * 0.2 * Float(max(rows, columns)).squareRoot()
    value -= direction.reshaped(to: value.shape) * size
  }
}

extension Tensor {
  /// Of this matrix U·S·Vᵀ about U·Vᵀ: the singular values become 0.7 to 1.2, but for those of less than a few
  /// thousandths of the matrix's length.
  ///
  /// Five steps of Newton and Schulz's iteration, with the quintic that Jordan chose for its slope at zero. Each step takes X to
  /// P·X with a polynomial P of X·Xᵀ, so the steps are taken on that small matrix alone, and X is multiplied once at the end.
  ///
  /// - Shape: [M, N] → the same.
  package var nearlyOrthogonal: Tensor {
    let isTall = shape[0] > shape[1]
    let x = self * (1 / ((self * self).sum().scalar.squareRoot() + 1e-7))
    var gram = x.matrixProduct(x, transposed: isTall, otherTransposed: !isTall)
    let linear = Tensor.identity(gram.shape[0]) * 3.4445
    func polynomial() -> Tensor { linear + gram * -4.7750 + gram.matrixProduct(gram) * 2.0315 }
    var step = polynomial()
    var steps = step
    for _ in 1..<5 {
      gram = step.matrixProduct(gram).matrixProduct(step)
      step = polynomial()
      steps = step.matrixProduct(steps)
    }
    return isTall ? x.matrixProduct(steps) : steps.matrixProduct(x)
  }
}
