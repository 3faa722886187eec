// Adam.
public import Tensors

/// Adam (Kingma and Ba 2015) as Keras defines it: epsilon is added to the root of the uncorrected second moment, and both
/// corrections go into the size of the step.
public struct Adam: Optimizer {
  public var learningRate: Float
  /// Decay of the first moment.
  public let beta1: Float
  /// Decay of the second moment.
  public let beta2: Float
  /// Added to the root of the second moment.
  public let epsilon: Float
  public private(set) var step = 0

  private struct Moments: Sendable {
    var first: Tensor
    var second: Tensor
  }
  private var moments: [String: Moments] = [:]

  /// A rule without memory; the defaults are Keras's.
  public init(learningRate: Float = 1e-3, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-7) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public mutating func update(_ network: inout some Layer, along gradients: ParameterGradients) {
    step += 1
    let corrections = (1 - power(beta2, step)).squareRoot() / (1 - power(beta1, step))
    let rate = Float(Double(learningRate) * corrections)
    network.visitParameters { name, parameter in
      guard parameter.role == .trainable else { return }
      guard let gradient = gradients.values[name] else {
        preconditionFailure("Adam: no gradient for \(name)")
      }
      var memory =
        moments.removeValue(forKey: name)
        ?? Moments(first: Tensor(parameter.shape, repeating: 0), second: Tensor(parameter.shape, repeating: 0))
      parameter.update { value in
        value.adamStep(
          &memory.first, &memory.second, gradient: gradient, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon)
      }
      moments[name] = memory
    }
  }

  public var state: [String: Tensor] {
    var state = ["step": Tensor(Float(step))]
    for (name, memory) in moments {
      state["first.\(name)"] = memory.first
      state["second.\(name)"] = memory.second
    }
    return state
  }

  public mutating func restore(_ state: [String: Tensor]) {
    step = state["step"].map { Int($0.scalar) } ?? 0
    moments = [:]
    for (key, first) in state where key.hasPrefix("first.") {
      let name = String(key.dropFirst("first.".count))
      if let second = state["second.\(name)"] { moments[name] = Moments(first: first, second: second) }
    }
  }

  private func power(_ base: Float, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<exponent { result *= Double(base) }
    return result
  }
}
