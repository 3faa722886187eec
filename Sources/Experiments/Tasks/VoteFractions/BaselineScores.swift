// The baselines fitted and scored on a split.
public import GalaxyZoo

/// Scores of every baseline, fitted on training galaxies and scored on validation galaxies.
public struct BaselineScores: Sendable {
  /// The scores, in the order of `Baseline.allCases`.
  public let tables: [(baseline: Baseline, scores: ScoreTable)]

  /// Fits and scores the baselines on the galaxies with the given identifiers, those left out of `galaxies` excepted.
  ///
  /// - Throws: `FileError` where no image of a part could be read.
  public init(of galaxies: GalaxyColors, training: [String], validation: [String]) throws {
    let fitting = try galaxies.selecting(training)
    let scoring = try galaxies.selecting(validation)
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

  /// Fits and scores the baselines that take no look at any image, on rows of 37 fractions, at least one of each.
  init(withoutColorsOf training: [[Float]], validation: [[Float]]) {
    let columns = DecisionTree.columnCount
    let constants = [(Baseline.zeros, [Float](repeating: 0, count: columns)), (.means, means(of: training))]
    tables = constants.map { baseline, prediction in
      var scores = Scores()
      for label in validation { scores.add(prediction: prediction[...], truth: label[...]) }
      return (baseline, scores.table)
    }
  }
}
