// The baselines fitted and scored on a split.
public import GalaxyZoo
public import ImageDatasets
internal import Images
internal import Tensors

/// Scores of every baseline, fitted on training galaxies and scored on validation galaxies.
public struct BaselineScores: Sendable {
  /// The scores, in the order of `Baseline.allCases`.
  public let tables: [(baseline: Baseline, scores: ScoreTable)]
  /// Images that were left out, and why.
  public let failures: [ImageFailure]

  /// Fits and scores the baselines on the galaxies of a list with the given identifiers, whose images are read in colour.
  ///
  /// Images that cannot be read are left out of both parts.
  ///
  /// - Throws: ``MissingGalaxiesError`` where the list lacks galaxies; `FileError` where no image of a part can be read.
  public init(
    list: GalaxyList, training: [String], validation: [String], progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    let total = training.count + validation.count
    let fitting = try ColorData(list.selecting(identifiers: training)) {
      progress(WorkProgress("reading colours", $0, total))
    }
    let scoring = try ColorData(list.selecting(identifiers: validation)) {
      progress(WorkProgress("reading colours", training.count + $0, total))
    }
    failures = fitting.failures + scoring.failures
    tables = Baseline.allCases.map { baseline in
      let fitted = baseline.fitted(to: fitting.colors, fractions: fitting.fractions)
      var scores = Scores()
      for (index, color) in scoring.colors.enumerated() {
        let columns = DecisionTree.columnCount
        scores.add(
          prediction: fitted(color)[...], truth: scoring.fractions[index * columns..<(index + 1) * columns])
      }
      return (baseline, scores.table)
    }
  }

  private struct ColorData {
    var colors: [ColorFeatures] = []
    var fractions: [Float] = []
    var failures: [ImageFailure] = []

    init(_ list: GalaxyList, progress: (_ done: Int) -> Void) throws {
      let chunkSize = 256
      for start in stride(from: 0, to: list.count, by: chunkSize) {
        let end = min(start + chunkSize, list.count)
        let results = try Parallel.map(end - start) { offset in
          Result { ColorFeatures(try JPEG.decode(path: list.images[start + offset].path, as: .rgb)) }
        }
        for (offset, result) in results.enumerated() {
          switch result {
          case .success(let color):
            colors.append(color)
            let columns = DecisionTree.columnCount
            fractions += list.fractions[(start + offset) * columns..<(start + offset + 1) * columns]
          case .failure(let error):
            failures.append(ImageFailure(identifier: list.images[start + offset].identifier, error: error))
          }
        }
        progress(end)
      }
      if colors.isEmpty, let failure = failures.first { throw failure.error }
    }
  }
}
