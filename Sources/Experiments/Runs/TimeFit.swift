// A run's length, chosen so that its learning rate has come down when the time is up.
internal import Reports

/// The time that a new run has, where its schedule is to be fitted to it.
public struct TimeLimit: Sendable {
  /// When the run has to be at its end.
  public let deadline: ContinuousClock.Instant
  /// More epochs than these are not chosen; any number if nil.
  public let largestEpochs: Int?
  /// Whether the size of images stays that of the recipe, whatever is better in the time.
  public let keepsImages: Bool

  /// The time until `deadline`.
  ///
  /// - Parameters:
  ///   - deadline: when the run has to be at its end.
  ///   - largestEpochs: more epochs than these are not chosen; any number if nil.
  ///   - keepsImages: whether the size of images stays that of the recipe, whatever is better in the time.
  public init(deadline: ContinuousClock.Instant, largestEpochs: Int? = nil, keepsImages: Bool = false) {
    self.deadline = deadline
    self.largestEpochs = largestEpochs
    self.keepsImages = keepsImages
  }
}

/// How many epochs fit into a time.
package struct TimeFit: Equatable {
  /// The epochs chosen: one where not even that fits.
  package let epochs: Int
  /// What is to be said of the choice.
  package let note: String

  // Reports, checkpoints on a slow disk, other programs: what the measured steps do not show.
  private static let usedShare = 0.9

  /// - Parameters:
  ///   - seconds: the time that is left.
  ///   - secondsPerEpoch: the duration of an epoch.
  ///   - largestEpochs: more are not chosen; any number if nil.
  package init(seconds: Double, secondsPerEpoch: Double, largestEpochs: Int?) {
    let fitting = max(0, min(Self.usedShare * seconds / max(secondsPerEpoch, 1e-9), 1e6))
    epochs = max(1, min(Int(fitting), max(1, largestEpochs ?? .max)))
    let (each, left) = (NumberText.duration(seconds: secondsPerEpoch), NumberText.duration(seconds: max(0, seconds)))
    if fitting < 1 {
      note =
        "an epoch takes about \(each), but \(left) are left: the run stops in time, before its learning rate has come down"
    } else if let largestEpochs, epochs == largestEpochs {
      note =
        "\(Self.count(epochs)), as many as asked for at most, of about \(each) each: they fit into the \(left) left"
    } else {
      let bound = largestEpochs.map { " of the \($0) asked for at most" } ?? ""
      note =
        "\(Self.count(epochs))\(bound), of about \(each) each, fit into the \(left) left: the learning rate comes down in "
        + "that time"
    }
  }

  private static func count(_ epochs: Int) -> String { epochs == 1 ? "1 epoch" : "\(epochs) epochs" }
}
