// A comparison of two tables as text.
internal import Foundation

extension PredictionComparison {
  /// The comparison as lines of text; the tables are called A and B.
  public func lines() -> [String] {
    let isLabelled = rows.contains { $0.rmse != nil }
    let heading =
      "  difference  correlation" + (isLabelled ? "   RMSE of A   RMSE of B       A - B  95 % interval" : "")
    return [TextTable.row("\(count) images", heading)] + rows.map(line) + ["", explanation] + verdict
  }

  private func line(_ row: Row) -> String {
    func number(_ value: Double?, _ width: Int) -> String {
      value.map { String(format: "%*.5f", width, $0) } ?? String(repeating: " ", count: width - 1) + "-"
    }
    var cells = number(row.difference, 12) + number(row.correlation, 13)
    if let rmse = row.rmse {
      cells += number(rmse[0], 12) + number(rmse[1], 12) + number(row.rmseDifference, 12)
      cells += row.interval.map { "  " + $0.text(decimals: 5) } ?? ""
    }
    return TextTable.row(row.name, cells)
  }

  private var explanation: String {
    "Difference is the root mean square of A less B. The error (RMSE) is lower where a table is better."
  }

  private var verdict: [String] {
    guard let all = rows.first, let interval = all.interval, let difference = all.rmseDifference else { return [] }
    return [PairedScores.verdict(difference: difference, interval: interval, score: .rmse)]
  }
}
