// A run's length, chosen so that its learning rate has come down when the time is up.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Reports
internal import Training

/// The time that a new run has, where its schedule is to be fitted to it.
public struct TimeLimit: Sendable {
  /// When the run has to be at its end.
  public let deadline: ContinuousClock.Instant
  /// More epochs than these are not chosen; any number if nil.
  public let largestEpochs: Int?

  /// The time until `deadline`.
  ///
  /// - Parameters:
  ///   - deadline: when the run has to be at its end.
  ///   - largestEpochs: more epochs than these are not chosen; any number if nil.
  public init(deadline: ContinuousClock.Instant, largestEpochs: Int? = nil) {
    self.deadline = deadline
    self.largestEpochs = largestEpochs
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

extension RunMaterial {
  /// How long the parts of the run take here.
  func times(onEvent: (RunEvent) -> Void) throws -> TrainingTimes {
    try TrainingTimes(
      of: training, plan: configuration.recipe.plan, training: data.trainingSource, validation: data.validationSource,
      validationBatchSize: inferenceBatchSize, progress: { onEvent(.progress($0)) })
  }

  /// Fits the number of epochs to the time, where there is one and the recipe's schedule comes down with them, and says what may
  /// be expected of the run.
  ///
  /// - Parameters:
  ///   - limit: the time; none if nil.
  ///   - times: how long the parts of the run take; measured where it matters if nil.
  ///   - onEvent: told what was chosen and what may be expected.
  mutating func settleLength(
    in limit: TimeLimit?, _ times: TrainingTimes? = nil, onEvent: (RunEvent) -> Void
  ) throws {
    if let limit, configuration.recipe.schedule.comesDown {
      fit(to: limit, try times ?? self.times(onEvent: onEvent), onEvent: onEvent)
    }
    // Weights from elsewhere have learned something else before.
    guard configuration.initialWeights == nil,
      let expectation = ExpectedScore.sentence(for: configuration.recipe, galaxies: data.training.count)
    else { return }
    onEvent(.note(expectation))
  }

  /// Chooses the number of epochs, where the recipe's schedule comes down with it, so that they fit into the time.
  ///
  /// - Parameters:
  ///   - limit: the time.
  ///   - times: how long the parts of the run take.
  ///   - onEvent: told what was chosen.
  private mutating func fit(to limit: TimeLimit, _ times: TrainingTimes, onEvent: (RunEvent) -> Void) {
    let seconds = (limit.deadline - .now) / .seconds(1)
    let fit = TimeFit(
      seconds: seconds,
      secondsPerEpoch: times.secondsPerEpoch(items: data.training.count, heldOutItems: data.validation.count),
      largestEpochs: limit.largestEpochs)
    var recipe = configuration.recipe
    recipe.schedule = recipe.schedule.fitted(from: recipe.epochs, to: fit.epochs)
    recipe.epochs = fit.epochs
    configuration.recipe = recipe
    configuration.timeLimit = max(0, seconds)
    training.trained.recipe = recipe
    onEvent(.note(fit.note))
  }
}
