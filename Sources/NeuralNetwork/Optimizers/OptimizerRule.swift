// Which optimizer, with which settings: a plain value, for recipes.

/// An optimizer's kind and settings, but for its learning rate.
public enum OptimizerRule: Sendable, Equatable, Codable {
  /// ``Adam``.
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7)
  /// ``AdamW``.
  case adamW(weightDecay: Double = 4e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7)
  /// ``Muon``.
  case muon(
    weightDecay: Double = 4e-3, momentum: Double = 0.95, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-7)
  /// ``RMSProp``.
  case rmsProp(rho: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7, isCentered: Bool = false)
  /// ``SGD``.
  case sgd(momentum: Double = 0, usesNesterov: Bool = false)

  /// The optimizer, without memory.
  public func makeOptimizer(learningRate: Double) -> any Optimizer {
    let rate = Float(learningRate)
    switch self {
    case .adam(let beta1, let beta2, let epsilon):
      return Adam(learningRate: rate, beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon))
    case .adamW(let weightDecay, let beta1, let beta2, let epsilon):
      return AdamW(
        learningRate: rate, weightDecay: Float(weightDecay), beta1: Float(beta1), beta2: Float(beta2),
        epsilon: Float(epsilon))
    case .muon(let weightDecay, let momentum, let beta1, let beta2, let epsilon):
      return Muon(
        learningRate: rate, weightDecay: Float(weightDecay), momentum: Float(momentum), beta1: Float(beta1),
        beta2: Float(beta2), epsilon: Float(epsilon))
    case .rmsProp(let rho, let momentum, let epsilon, let isCentered):
      return RMSProp(
        learningRate: rate, rho: Float(rho), momentum: Float(momentum), epsilon: Float(epsilon), isCentered: isCentered)
    case .sgd(let momentum, let usesNesterov):
      return SGD(learningRate: rate, momentum: Float(momentum), usesNesterov: usesNesterov)
    }
  }

  /// Makes sure that the settings are in their ranges.
  ///
  /// - Throws: ``SettingError``.
  public func check() throws {
    switch self {
    case .adam(let beta1, let beta2, let epsilon):
      try SettingError.unlessShare(beta1, "beta1")
      try SettingError.unlessShare(beta2, "beta2")
      try SettingError.unlessNotNegative(epsilon, "epsilon")
    case .adamW(let weightDecay, let beta1, let beta2, let epsilon):
      try SettingError.unlessNotNegative(weightDecay, "weightDecay")
      try OptimizerRule.adam(beta1: beta1, beta2: beta2, epsilon: epsilon).check()
    case .muon(let weightDecay, let momentum, let beta1, let beta2, let epsilon):
      try SettingError.unlessShare(momentum, "momentum")
      try OptimizerRule.adamW(weightDecay: weightDecay, beta1: beta1, beta2: beta2, epsilon: epsilon).check()
    case .rmsProp(let rho, let momentum, let epsilon, _):
      try SettingError.unlessShare(rho, "rho")
      try SettingError.unlessShare(momentum, "momentum")
      try SettingError.unlessNotNegative(epsilon, "epsilon")
    case .sgd(let momentum, _):
      try SettingError.unlessShare(momentum, "momentum")
    }
  }
}

extension OptimizerRule: CustomStringConvertible {
  /// The rule in words, with the settings that say most.
  public var description: String {
    func momentum(_ value: Double) -> String { value == 0 ? "" : ", momentum \(value)" }
    switch self {
    case .adam: return "Adam"
    case .adamW(let weightDecay, _, _, _): return "AdamW, weight decay \(weightDecay)"
    case .muon(let weightDecay, let decay, _, _, _): return "Muon, weight decay \(weightDecay)" + momentum(decay)
    case .rmsProp(let rho, let decay, _, let isCentered):
      return "RMSProp, rho \(rho)" + momentum(decay) + (isCentered ? ", centred" : "")
    case .sgd(let decay, let usesNesterov): return "SGD" + momentum(decay) + (usesNesterov ? ", Nesterov" : "")
    }
  }
}
