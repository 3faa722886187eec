// How good trained networks are on labelled images.
public import ImageDatasets
internal import Tensors
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

/// Scores on labelled images, with the answers that they are of, and the images that could not be read.
public struct Evaluation: Sendable {
  /// The scores.
  public let scores: any TaskScores
  /// Answers and labels of the images.
  public let answers: LabelledAnswers
  /// Images that could not be read, and why; they were left out, or the means of the training labels stand in.
  public let failures: [ImageFailure]
  /// Whether the images that could not be read were scored by the means.
  public let isFilled: Bool
  /// Where the images are.
  public let source: ImageSource
  /// How images and labels met; nil where the labels are folders.
  public let report: JoinReport?
  /// What the user should know of the images and their labels, as lines.
  public let notes: [String]
}

extension TrainedNetwork {
  /// Scores the network on labelled images; see ``Ensemble/evaluate(on:subset:badImages:progress:)``.
  public func evaluate(
    on data: DataSet, subset: Subset = .all, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> Evaluation {
    try Ensemble([self]).evaluate(on: data, subset: subset, progress: progress)
  }
}

extension Ensemble {
  private static let blockSize = 256

  /// Scores the networks' mean answers on labelled images, a few hundred of them in memory at a time.
  ///
  /// - Parameters:
  ///   - data: where images and labels are.
  ///   - subset: all of them, or those of the split, which all networks must have in common.
  ///   - badImages: what becomes of images that cannot be read.
  ///   - progress: told how far the work has come.
  /// - Throws: `MissingImagesError` where the data lack images of the subset; `FileError` where no image can be read;
  ///   `BadImagesError` or ``MissingMeansError`` before the work begins; ``SplitDifferenceError``; what the task throws
  ///   where the data are not for it.
  public func evaluate(
    on data: DataSet, subset: Subset = .all, badImages: BadImagePolicy = .skip,
    progress: (WorkProgress) -> Void = { _ in }
  ) throws -> Evaluation {
    try data.check()
    let chosen = try task.read(data, only: identifiers(of: subset))
    let means = badImages == .mean ? try requiredMeans() : []
    if badImages == .fail {
      try check(chosen.indices, of: chosen.source, blockSize: Self.blockSize, progress: progress)
    }
    var answers = LabelledAnswers(task: task)
    var failures: [ImageFailure] = []
    progress(WorkProgress("evaluating", 0, chosen.count))
    for start in stride(from: 0, to: chosen.count, by: Self.blockSize) {
      let block = start..<min(start + Self.blockSize, chosen.count)
      let results = try self.answers(to: Array(chosen.indices[block]), of: chosen.source)
      for (position, result) in zip(block, results) {
        let identifier = chosen.source.identifiers[chosen.indices[position]]
        switch result {
        case .success(let row): answers.append(identifier, row.answers, label: chosen.labels[position])
        case .failure(let failure):
          failures.append(failure)
          if badImages == .mean { answers.append(identifier, means, label: chosen.labels[position]) }
        }
      }
      progress(WorkProgress("evaluating", block.upperBound, chosen.count))
    }
    if failures.count == chosen.count, let failure = failures.first { throw failure.error }
    return Evaluation(
      scores: answers.scores(loss: members[0].recipe.loss), answers: answers, failures: failures,
      isFilled: badImages == .mean, source: chosen.source, report: chosen.report, notes: task.summary(of: chosen))
  }

  /// Makes sure that a subset means the same images for other networks, too.
  ///
  /// - Throws: ``SplitDifferenceError``.
  public func checkSplit(with other: Ensemble, subset: Subset) throws {
    guard try Set(identifiers(of: subset) ?? []) == Set(other.identifiers(of: subset) ?? []) else {
      throw SplitDifferenceError()
    }
  }

  /// The images of a subset; nil for all.
  private func identifiers(of subset: Subset) throws -> [String]? {
    func part(_ part: (TrainedNetwork) -> [String]) throws -> [String] {
      let first = part(members[0])
      guard members.dropFirst().allSatisfy({ Set(part($0)) == Set(first) }) else { throw SplitDifferenceError() }
      return first
    }
    switch subset {
    case .all: return nil
    case .train: return try part(\.trainingIdentifiers)
    case .validation: return try part(\.validationIdentifiers)
    }
  }
}

/// Networks that were trained on different splits and have no subset in common.
public struct SplitDifferenceError: Error, CustomStringConvertible {
  /// One line for the user.
  public let description =
    "the networks were trained on different splits, so that no image is held out for all of them by right; expected "
    + "networks of one split, which --split and --split-seed of galaxy train make"
}
