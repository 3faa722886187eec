// Scores as text.
internal import Foundation
internal import GalaxyZoo

/// Prints score tables side by side, a row a question and, perhaps, a row an answer.
enum ScorePrinter {
  private static let labelWidth = 34
  private static let columnWidth = 14

  static func print(_ columns: [(title: String, scores: ScoreTable)], withAnswers: Bool) throws {
    let titles = columns.map { String(repeating: " ", count: max(1, columnWidth - $0.title.count)) + $0.title }
    try Console.print(String(repeating: " ", count: labelWidth) + titles.joined())
    let tables = columns.map(\.scores)
    try printRow("all (\(tables.first?.count ?? 0) galaxies)", tables.map(\.rmse))
    for (index, question) in DecisionTree.questions.enumerated() {
      try printRow("\(question.number) \(question.title)", tables.map { $0.perQuestion[index] })
      guard withAnswers else { continue }
      for (column, answer) in zip(question.columns, question.answers) {
        try printRow("   \(DecisionTree.columnNames[column]) \(answer)", tables.map { $0.perAnswer[column] })
      }
    }
  }

  private static func printRow(_ label: String, _ values: [Double]) throws {
    let cells = values.map { String(format: "%*.5f", columnWidth, $0) }
    try Console.print(label.padding(toLength: labelWidth, withPad: " ", startingAt: 0) + cells.joined())
  }
}
