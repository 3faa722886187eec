// How well a network expects votes, and how sure that is.
internal import Foundation
internal import GalaxyZoo

/// Errors of expected votes with the interval of the error in all, and the images of the largest and smallest errors.
///
/// Encodes as ``VoteCountScores`` with `intervals: {rmse}`, `worst` and `best`.
public struct VoteCountAnalysis: TaskAnalysis {
  /// The scores.
  public let scores: VoteCountScores
  /// Where the error of the weighted fractions may lie with other galaxies.
  public let interval: Interval
  let ranking: ErrorRanking

  init(_ answers: LabelledAnswers, tree: DecisionTree, scores: VoteCountScores, bootstrap: Bootstrap) {
    self.scores = scores
    let squares = zip(answers.answers, answers.labels).map { answer, label in
      tree.fractionErrors(concentrations: answer[...], counts: label[...]).reduce(0) { $0 + $1 * $1 }
    }
    let values = Double(squares.count * tree.columnCount)
    interval = Interval(
      percentilesOf: bootstrap.sums(of: squares, columns: 1).map { sums in (sums[0] / values).squareRoot() })
    ranking = ErrorRanking(answers)
  }

  private enum Key: CodingKey { case intervals, rmse, worst, best }

  /// Encodes the scores and what is added to them.
  public func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    var intervals = container.nestedContainer(keyedBy: Key.self, forKey: .intervals)
    try intervals.encode(interval, forKey: .rmse)
    try container.encode(ranking.worst, forKey: .worst)
    try container.encode(ranking.best, forKey: .best)
  }

  /// The scores, how sure they are, and the images of the largest and smallest errors.
  public func lines() -> [String] {
    let (low, high) = (String(format: "%.5f", interval.lower), String(format: "%.5f", interval.upper))
    return scores.lines() + ["with other galaxies, the RMSE in all would lie between \(low) and \(high) (95 %)"]
      + ranking.lines()
  }
}

extension DecisionTree {
  /// How much larger the weighted fractions to expect are than those voted.
  func fractionErrors(concentrations: ArraySlice<Float>, counts: ArraySlice<Float>) -> [Double] {
    zip(weighted(counts: concentrations), weighted(counts: counts)).map { Double($0) - Double($1) }
  }
}
