// What a training reports while it runs, and how it ends.

/// What a training loop reports.
public enum TrainingEvent: Sendable {
  /// How far the current epoch or its validation has come.
  case progress(WorkProgress)
  /// An epoch is over, and its files are written.
  case epoch(EpochRecord, isBest: Bool)
}

/// Why a training came to an end.
public enum TrainingEnd: Sendable, Equatable {
  /// All its epochs are done.
  case lastEpoch
  /// The objective has not improved for long enough.
  case earlyStopping
  /// There was no time for another epoch; the training can be resumed.
  case timeLimit
}

/// A training of which a measurement is no finite number any more.
public struct DivergenceError: Error, CustomStringConvertible {
  /// The measurement's name.
  public let measurement: String
  /// The epoch in which it happened.
  public let epoch: Int
  /// The learning rate.
  public let learningRate: Double

  /// One line for the user.
  public var description: String {
    "the \(measurement) became infinite or not a number in epoch \(epoch); "
      + "the learning rate \(learningRate) may be too high"
  }
}
