// How good a trained network is on labelled images.
public import ImageDatasets

/// Which images of a data set are looked at, by the split that the run recorded.
public enum Subset: String, Sendable, CaseIterable {
  /// Every image that has a row or a class.
  case all
  /// Those that the network was trained on.
  case train
  /// Those that it was validated on.
  case validation
}

/// A network's scores, and the images that could not be read.
public struct Evaluation: Sendable {
  /// The scores.
  public let scores: TaskScores
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Scores a network on images of a list.
  ///
  /// - Throws: ``MissingImagesError`` where the list lacks images of the subset, ``ForeignClassError`` where it has classes
  ///   that the network does not know, ``TaskError`` where it is for another task; `FileError` where no image can be read.
  public init(
    of trained: TrainedNetwork, on list: LabelledImages, subset: Subset, progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    let task = trained.recipe.task
    guard list.targets.task == task else { throw TaskError(network: task, data: list.targets.task) }
    let chosen =
      switch subset {
      case .all: list
      case .train: try list.selecting(identifiers: trained.trainingIdentifiers)
      case .validation: try list.selecting(identifiers: trained.validationIdentifiers)
      }
    let data = try PreparedImages(
      chosen.numbered(as: trained.outputs), preprocessing: trained.recipe.preprocessing
    ) { done, total in
      progress(WorkProgress("reading images", done, total))
    }
    scores =
      trained.network.scores(on: data, loss: trained.recipe.loss) {
        progress(WorkProgress("evaluating", $0, data.count))
      }.scores
    failures = data.failures
  }
}

/// Data for another task than the network's.
public struct TaskError: Error, CustomStringConvertible {
  /// What the network was made for.
  public let network: LearningTask
  /// What the data are for.
  public let data: LearningTask

  /// One line for the user.
  public var description: String {
    "the network is for \(network.rawValue), the data are for \(data.rawValue)"
  }
}
