// How the learning rate changes while a network is trained.

/// A rule for the learning rate, as a share of the rate that a training begins with or as a reaction to its losses.
///
/// The settings only; ``LearningRate`` follows them.
public enum Schedule: Sendable, Equatable, Codable {
  /// The same rate throughout.
  case constant

  /// Times `factor` after every `epochs` epochs.
  case step(factor: Double, epochs: Int)

  /// Half a cosine from the full rate to zero (Loshchilov and Hutter 2017), step by step, behind a linear rise from zero
  /// during the share `warmUp` of all steps, rounded down; Keras's `CosineDecay`.
  case cosine(warmUp: Double)

  /// Times `factor`, but not below `floor`, as soon as `patience` epochs in a row have not brought the validation loss
  /// more than `minimumDelta` below the lowest; for `cooldown` epochs after that none is counted. Keras's
  /// `ReduceLROnPlateau`.
  case plateau(factor: Double, patience: Int, cooldown: Int = 0, floor: Double = 0, minimumDelta: Double = 1e-4)

  /// Whether the rate depends on how many steps the training has in all, so that these cannot be changed on the way.
  public var dependsOnLength: Bool {
    if case .cosine = self { true } else { false }
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
    case .plateau(let factor, let patience, _, let floor, _):
      "× \(factor) on a plateau of \(max(patience, 1)) \(patience > 1 ? "epochs" : "epoch")"
        + (floor == 0 ? "" : ", not below \(floor)")
    }
  }
}
