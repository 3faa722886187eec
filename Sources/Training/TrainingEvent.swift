// What a training reports while it runs, and how it ends.

/// What a training loop reports.
public enum TrainingEvent: Sendable {
  /// How far the current epoch or its validation has come.
  case progress(WorkProgress)
  /// A batch was left out, because of what the error says.
  case skipped(DivergenceError)
  /// An epoch is over, and its files are written.
  case epoch(EpochRecord, isBest: Bool)
}

/// Why a training came to an end.
public enum TrainingEnd: Sendable, Equatable {
  /// All its epochs are done.
  case lastEpoch
  /// The objective has not improved for long enough.
  case earlyStopping
  /// The time was up; the training can be resumed.
  case timeLimit
  /// It was asked to stop; the training can be resumed.
  case stopped
}
