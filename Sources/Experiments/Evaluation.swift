// How good a trained network is on labelled galaxies.
public import GalaxyZoo
public import ImageDatasets

/// Which galaxies of a data set are looked at, by the split that the run recorded.
public enum Subset: String, Sendable, CaseIterable {
  /// Every galaxy that has an image and a row.
  case all
  /// Those that the network was trained on.
  case train
  /// Those that it was validated on.
  case validation
}

/// A network's scores, and the images that could not be read.
public struct Evaluation: Sendable {
  /// The scores.
  public let scores: ScoreTable
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Scores a network on galaxies of a list.
  ///
  /// - Throws: ``MissingGalaxiesError`` where the list lacks galaxies of the subset; `FileError` where no image can be read.
  public init(
    of trained: TrainedNetwork, on list: GalaxyList, subset: Subset, progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    let chosen =
      switch subset {
      case .all: list
      case .train: try list.selecting(identifiers: trained.trainingIdentifiers)
      case .validation: try list.selecting(identifiers: trained.validationIdentifiers)
      }
    let data = try GalaxyData(chosen, preprocessing: trained.recipe.preprocessing) { done, total in
      progress(WorkProgress("reading images", done, total))
    }
    scores = trained.network.scores(on: data) { progress(WorkProgress("evaluating", $0, data.count)) }
    failures = data.failures
  }
}
