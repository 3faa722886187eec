// When a training stops before its end.

/// Why a training has to stop before its next step, if it has: somebody wants it to, or there is no time for the step.
struct StopCondition {
  /// A piece of work that is not cut short for lack of time; what follows an epoch may also follow a stop.
  enum Work: Hashable { case step, validation, afterEpoch }

  /// Whether somebody wants the training to stop.
  let isWanted: () -> Bool
  private let deadline: ContinuousClock.Instant?
  private var longest: [Work: Duration] = [:]
  /// Why the training has stopped.
  private(set) var end: TrainingEnd?

  init(deadline: ContinuousClock.Instant?, isWanted: @escaping () -> Bool) {
    self.deadline = deadline
    self.isWanted = isWanted
  }

  /// Whether the training has to stop before a piece of work.
  ///
  /// By a deadline it stops where the work, a checkpoint after it and what follows an epoch would end later, if they took as
  /// long as the longest so far. Something is done in any case, so that a training that is started again and again comes to its end.
  mutating func isMet(before work: Work, saving: Duration) -> Bool {
    if isWanted() {
      end = .stopped
    } else if let deadline, !longest.isEmpty,
      .now + (longest[work] ?? .zero) + (longest[.afterEpoch] ?? .zero) + saving > deadline
    {
      end = .timeLimit
    }
    return end != nil
  }

  /// Takes note of how long a piece of work took.
  mutating func note(_ work: Work, since start: ContinuousClock.Instant) {
    longest[work] = max(longest[work] ?? .zero, .now - start)
  }
}

/// Ends a validation that is to be repeated.
struct StoppedInValidation: Error {}
