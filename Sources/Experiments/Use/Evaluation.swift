// How good a trained network is on labelled images.
public import ImageDatasets
public import Training

/// Which images of a data set are scored, by the split that the run recorded.
public enum Subset: String, Sendable, CaseIterable {
  /// Every labelled image.
  case all
  /// Those that the network was trained on.
  case train
  /// Those that it was validated on.
  case validation
}

/// A network's scores, and the images that could not be read.
public struct Evaluation: Sendable {
  /// The scores.
  public let scores: any TaskScores
  /// Images that were left out, and why.
  public let failures: [ImageFailure]
  /// How images and labels met; nil where the labels are folders.
  public let report: JoinReport?
  /// What the user should know of the images and their labels, as lines.
  public let notes: [String]
}

extension TrainedNetwork {
  /// Scores the network on labelled images.
  ///
  /// - Throws: `MissingImagesError` where the data lack images of the subset; `FileError` where no image can be read; what
  ///   the task throws where the data are not for it.
  public func evaluate(
    on data: DataSet, subset: Subset = .all, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> Evaluation {
    try data.check()
    let wanted: [String]? =
      switch subset {
      case .all: nil
      case .train: trainingIdentifiers
      case .validation: validationIdentifiers
      }
    let chosen = try task.read(data, only: wanted)
    let (images, batches, failures) = try chosen.load(preprocessing: recipe.preprocessing) { done, total in
      progress(WorkProgress("reading images", done, total))
    }
    let scores = try scores(on: batches.source(labels: images.labels), progress: progress)
    return Evaluation(scores: scores, failures: failures, report: chosen.report, notes: task.summary(of: chosen))
  }
}
