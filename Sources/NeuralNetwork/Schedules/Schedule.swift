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

  func checkSettings() {
    switch self {
    case .constant: break
    case .step(let factor, let epochs):
      precondition(factor > 0 && factor < 1, "Schedule.step: expected a factor between 0 and 1, found \(factor)")
      precondition(epochs > 0, "Schedule.step: expected at least one epoch, found \(epochs)")
    case .cosine(let warmUp):
      precondition(warmUp >= 0 && warmUp < 1, "Schedule.cosine: expected a share from 0 to below 1, found \(warmUp)")
    case .plateau(let factor, let patience, let cooldown, let floor, let minimumDelta):
      precondition(factor > 0 && factor < 1, "Schedule.plateau: expected a factor between 0 and 1, found \(factor)")
      precondition(
        patience >= 0 && cooldown >= 0 && floor >= 0 && minimumDelta >= 0,
        "Schedule.plateau: a setting below zero in patience \(patience), cooldown \(cooldown), floor \(floor), "
          + "minimum delta \(minimumDelta)")
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
