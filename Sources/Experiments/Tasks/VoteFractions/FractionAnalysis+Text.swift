// An analysis of vote fractions as text.
internal import Foundation
internal import GalaxyZoo

extension FractionAnalysis {
  /// The scores with their intervals, what they mean, and what else is known.
  public func lines() -> [String] {
    table + [
      "",
      "RMSE is the typical distance between predicted and voted fractions, which lie between 0 and 1: lower is better, 0 is "
        + "perfect. Brackets hold it in 95 of 100 such samples of galaxies. Explained is the share of the votes' variance.",
      "",
    ] + leaderboard + [""] + CalibrationText.lines(calibration, observed: "voted") + [""] + ranking.lines()
  }

  private var table: [String] {
    func row(_ label: String, _ rmse: Double, _ interval: Interval, _ explained: Double?? = nil) -> String {
      let variance = explained.map { $0.map { String(format: "%10.3f", $0) } ?? "         -" } ?? ""
      return TextTable.row(label, String(format: "%9.5f  ", rmse) + interval.text(decimals: 5) + variance)
    }
    var lines = [
      TextTable.row("", "     RMSE  95 % interval        explained"),
      row("all (\(scores.count) galaxies)", scores.rmse, interval),
    ]
    for (index, question) in DecisionTree.questions.enumerated() {
      lines.append(
        row("\(question.number) \(question.title)", scores.perQuestion[index], questionIntervals[index]))
      for (column, answer) in zip(question.columns, question.answers) {
        lines.append(
          row(
            "   \(DecisionTree.columnNames[column]) \(answer)", scores.perAnswer[column], answerIntervals[column],
            .some(explainedVariance[column])))
      }
    }
    return lines
  }

  private var leaderboard: [String] {
    let around = PublishedScore.around(scores.rmse)
    func row(_ score: PublishedScore) -> String {
      let rank = score.rank.map { ", rank \($0) of 329" } ?? ""
      return String(format: "%9.5f  ", score.rmse) + score.title + rank
    }
    return ["Published scores nearby, \(Self.note):"] + around.better.map(row)
      + [String(format: "%9.5f  ", scores.rmse) + "this"] + around.worse.map(row)
  }
}
