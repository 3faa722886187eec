// What a run reports while it works.
public import ImageDatasets
public import Training

/// What a training run reports.
public enum RunEvent: Sendable {
  /// How far a long piece of work has come.
  case progress(WorkProgress)
  /// Something the user should know, as a sentence.
  case note(String)
  /// An image that was left out.
  case leftOut(ImageFailure)
  /// An epoch is over, and its files are written.
  case epoch(EpochRecord, isBest: Bool)

  var isProgress: Bool { if case .progress = self { true } else { false } }
}
