// Schedules that come down with the length of a training.

extension Schedule {
  /// Whether the rate comes down with the steps alone, so that a training has to be as long as planned for it.
  public var comesDown: Bool {
    switch self {
    case .cosine, .oneCycle, .step: true
    case .warmUp(_, let rule): rule.comesDown
    case .constant, .plateau: false
    }
  }

  /// The rule for a training of another length that is to come down as far: intervals of epochs are stretched, everything
  /// that is a share of all steps follows by itself.
  ///
  /// - Parameters:
  ///   - epochs: the length that the rule is for, in epochs.
  ///   - newEpochs: the length to fit it to.
  public func fitted(from epochs: Int, to newEpochs: Int) -> Schedule {
    switch self {
    case .step(let factor, let interval) where epochs > 0:
      let stretched = (Double(interval) * Double(newEpochs) / Double(epochs)).rounded()
      return .step(factor: factor, epochs: max(1, Int(stretched)))
    case .warmUp(let rise, let rule): return .warmUp(epochs: rise, then: rule.fitted(from: epochs, to: newEpochs))
    case .constant, .step, .cosine, .oneCycle, .plateau: return self
    }
  }
}
