// How the learning rate changes while a network is trained.

/// A rule for the learning rate, as a share of the rate that a training begins with or as a reaction to its losses.
///
/// The settings only; ``LearningRate`` follows them.
public indirect enum Schedule: Sendable, Equatable, Codable {
  /// The same rate throughout.
  case constant

  /// Times `factor` after every `epochs` epochs.
  case step(factor: Double, epochs: Int)

  /// Half a cosine from the full rate to zero (Loshchilov and Hutter 2017), step by step, behind a linear rise from zero
  /// during the share `warmUp` of all steps, rounded down; Keras's `CosineDecay`.
  case cosine(warmUp: Double)

  /// One cycle (Smith and Topin 2018): half a cosine from the share `start` of the rate up to the rate during the share
  /// `warmUp` of all steps, then half a cosine down to the share `end`; PyTorch's `OneCycleLR` with the factors 1 / `start` and
  /// `start` / `end`.
  case oneCycle(warmUp: Double = 0.3, start: Double = 0.04, end: Double = 4e-6)

  /// Another rule, times a factor that rises from zero, step by step, to one over the first `epochs` epochs.
  case warmUp(epochs: Double, then: Schedule)

  /// Times `factor`, but not below `floor`, as soon as `patience` epochs in a row have not brought the validation loss
  /// more than `minimumDelta` below the lowest; for `cooldown` epochs after that none is counted. Keras's
  /// `ReduceLROnPlateau`.
  case plateau(factor: Double, patience: Int, cooldown: Int = 0, floor: Double = 0, minimumDelta: Double = 1e-4)

  /// Whether the rate depends on how many steps the training has in all, so that these cannot be changed on the way.
  public var dependsOnLength: Bool {
    switch self {
    case .cosine, .oneCycle: true
    case .warmUp(_, let rule): rule.dependsOnLength
    case .constant, .step, .plateau: false
    }
  }

  /// The rule without the warm-up ahead of it.
  public var withoutWarmUp: Schedule {
    switch self {
    case .warmUp(_, let rule): rule.withoutWarmUp
    case .cosine: .cosine(warmUp: 0)
    case .constant, .step, .plateau, .oneCycle: self
    }
  }

  /// The rule behind a warm-up of so many epochs, in place of the one that it had.
  public func behindWarmUp(epochs: Double) -> Schedule {
    epochs == 0 ? withoutWarmUp : .warmUp(epochs: epochs, then: withoutWarmUp)
  }

  /// Makes sure that the settings are in their ranges.
  ///
  /// - Throws: ``SettingError``.
  public func check() throws {
    func checkFactor(_ factor: Double) throws {
      try SettingError.unless(factor > 0 && factor < 1, "factor", expected: "a number between 0 and 1", found: factor)
    }
    switch self {
    case .constant: break
    case .step(let factor, let epochs):
      try checkFactor(factor)
      try SettingError.unless(epochs > 0, "epochs of a step", expected: "1 or more", found: epochs)
    case .cosine(let warmUp):
      try SettingError.unlessShare(warmUp, "warmUp")
    case .oneCycle(let warmUp, let start, let end):
      try SettingError.unless(
        warmUp > 0 && warmUp < 1, "warmUp", expected: "a number between 0 and 1", found: warmUp)
      for (name, value) in [("start", start), ("end", end)] {
        try SettingError.unless(value >= 0 && value <= 1, name, expected: "0 to 1", found: value)
      }
    case .warmUp(let epochs, let rule):
      try SettingError.unless(
        epochs > 0 && epochs.isFinite, "epochs of the warm-up", expected: "a positive number", found: epochs)
      try rule.check()
    case .plateau(let factor, let patience, let cooldown, let floor, let minimumDelta):
      try checkFactor(factor)
      try SettingError.unlessNotNegative(Double(patience), "patience")
      try SettingError.unlessNotNegative(Double(cooldown), "cooldown")
      try SettingError.unlessNotNegative(floor, "floor")
      try SettingError.unlessNotNegative(minimumDelta, "minimumDelta")
    }
  }
}

extension Schedule: CustomStringConvertible {
  /// The rule in words.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .step(let factor, let epochs): "× \(factor) every \(epochs) epochs"
    case .cosine(let warmUp): warmUp == 0 ? "cosine" : "cosine behind a warm-up of \(warmUp) of all steps"
    case .oneCycle(let warmUp, _, _): "one cycle that rises for \(warmUp) of all steps"
    case .warmUp(let epochs, let rule): "\(rule) behind a warm-up of \(epochs) epochs"
    case .plateau(let factor, let patience, _, let floor, _):
      "× \(factor) on a plateau of \(max(patience, 1)) \(patience > 1 ? "epochs" : "epoch")"
        + (floor == 0 ? "" : ", not below \(floor)")
    }
  }
}
