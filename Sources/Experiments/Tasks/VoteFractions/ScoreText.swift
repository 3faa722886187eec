// Scores of vote fractions as text.
internal import Foundation
package import GalaxyZoo

/// Score tables side by side, a row a question and, perhaps, a row an answer.
package enum ScoreText {
  private static let columnWidth = 14

  /// The lines of a table with a heading.
  package static func lines(_ columns: [(title: String, scores: ScoreTable)], withAnswers: Bool) -> [String] {
    let titles = columns.map { String(repeating: " ", count: max(1, columnWidth - $0.title.count)) + $0.title }
    let tables = columns.map(\.scores)
    func row(_ label: String, _ value: (ScoreTable) -> Double) -> String {
      TextTable.row(label, tables.map { String(format: "%*.5f", columnWidth, value($0)) }.joined())
    }
    var lines = [TextTable.row("", titles.joined()), row("all (\(tables.first?.count ?? 0) galaxies)", \.rmse)]
    for (index, question) in DecisionTree.questions.enumerated() {
      lines.append(row("\(question.number) \(question.title)") { $0.perQuestion[index] })
      guard withAnswers else { continue }
      for (column, answer) in zip(question.columns, question.answers) {
        lines.append(row("   \(DecisionTree.columnNames[column]) \(answer)") { $0.perAnswer[column] })
      }
    }
    return lines
  }
}
