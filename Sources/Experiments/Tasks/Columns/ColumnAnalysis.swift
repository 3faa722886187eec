// How good predicted columns are, and how sure that is.
internal import Foundation

/// Errors of predicted columns with intervals, and the images of the largest and smallest errors.
///
/// Encodes as ``ColumnScores`` with `intervals: {rmse, columns: {name: interval}}`, `worst` and `best`.
public struct ColumnAnalysis: TaskAnalysis {
  /// The scores.
  public let scores: ColumnScores
  /// Where the relative error in all may lie with other images.
  public let interval: Interval
  /// Where the error of every column may lie, in its units; not a number where it has no values.
  public let columnIntervals: [Interval]
  let ranking: ErrorRanking

  init(_ answers: LabelledAnswers, scores: ColumnScores, scales: [ColumnScale], bootstrap: Bootstrap) {
    self.scores = scores
    let columns = scales.count
    // The squares of the known errors, then whether they are known.
    var table: [Double] = []
    for (answer, label) in zip(answers.answers, answers.labels) {
      for column in 0..<columns {
        let difference = Double(answer[column]) - Double(label[column])
        table.append(difference.isNaN ? 0 : difference * difference)
      }
      for value in label { table.append(value.isNaN ? 0 : 1) }
    }
    let replicates = bootstrap.sums(of: table, columns: 2 * columns)
    columnIntervals = (0..<columns).map { column in
      Interval(percentilesOf: replicates.map { sums in (sums[column] / sums[columns + column]).squareRoot() })
    }
    let weights = scales.map { 1 / ($0.deviation * $0.deviation) }
    interval = Interval(
      percentilesOf: replicates.map { sums in
        var (squares, known) = (0.0, 0.0)
        for column in 0..<columns {
          squares += sums[column] * weights[column]
          known += sums[columns + column]
        }
        return (squares / known).squareRoot()
      })
    ranking = ErrorRanking(answers)
  }

  private enum Key: CodingKey { case intervals, rmse, columns, worst, best }

  /// Encodes the scores and what is added to them.
  public func encode(to encoder: any Encoder) throws {
    try scores.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    var intervals = container.nestedContainer(keyedBy: Key.self, forKey: .intervals)
    if interval.lower.isFinite { try intervals.encode(interval, forKey: .rmse) }
    let known = zip(scores.columns, columnIntervals).filter { $1.lower.isFinite }
    try intervals.encode(
      Dictionary(known.map { ($0.name, $1) }, uniquingKeysWith: { first, _ in first }), forKey: .columns)
    try container.encode(ranking.worst, forKey: .worst)
    try container.encode(ranking.best, forKey: .best)
  }

  /// The scores, how sure they are, and what else is known.
  public func lines() -> [String] {
    func row(_ name: String, _ interval: Interval) -> String {
      TextTable.row(
        name, interval.lower.isFinite ? String(format: "[%.5g, %.5g]", interval.lower, interval.upper) : "-")
    }
    return scores.lines() + ["", TextTable.row("95 % intervals of the RMSE", ""), row("all, relative", interval)]
      + zip(scores.columns, columnIntervals).map { row($0.name, $1) }
      + [
        "",
        "RMSE is the typical distance between predicted and known values, in the column's units; relative, in standard "
          + "deviations of the column. Lower is better, 0 is perfect.", "",
        "Errors of single images are relative.",
      ] + ranking.lines()
  }
}
