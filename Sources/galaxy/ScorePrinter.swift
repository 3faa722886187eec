// Scores as text.
internal import Experiments
internal import Foundation
internal import GalaxyZoo
internal import NeuralNetwork

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
    try Console.print(row(label, cells.joined()))
  }

  /// Of more classes a matrix does not fit a terminal.
  private static let largestMatrix = 12
  private static let mistakeCount = 20
  private static let cellWidth = 7

  /// Prints a classifier's scores and which classes it takes for which.
  static func print(_ scores: ClassScores, titles: [String]) throws {
    try Console.print(row("images", String(format: "%*d", columnWidth, scores.count)))
    try printRow("accuracy", [scores.accuracy])
    try printRow("class among the first five", [scores.top5Accuracy])
    try printRow("loss", [scores.loss])
    try Console.print("")
    let counts = scores.confusion.counts
    if counts.count <= largestMatrix {
      let numbers = counts.indices.map { String(format: "%*d", cellWidth, $0 + 1) }
      try Console.print(row("class, and how many are taken for", numbers.joined()))
      for (index, cells) in counts.enumerated() {
        try Console.print(
          row("\(index + 1) \(titles[index])", cells.map { String(format: "%*d", cellWidth, $0) }.joined()))
      }
    } else {
      let mistakes = scores.confusion.mistakes
      try Console.print("most frequent mistakes")
      for mistake in mistakes.prefix(mistakeCount) {
        try Console.print(
          String(format: "%*d  ", cellWidth, mistake.count) + titles[mistake.truth] + " → " + titles[mistake.answer])
      }
      if mistakes.count > mistakeCount {
        try Console.print("and \(mistakes.count - mistakeCount) other pairs of classes")
      }
    }
  }

  /// A label, cut where it is too long, and what belongs to it.
  private static func row(_ label: String, _ cells: String) -> String {
    let short = label.count < labelWidth ? label : label.prefix(labelWidth - 2) + "…"
    return short.padding(toLength: labelWidth, withPad: " ", startingAt: 0) + cells
  }
}
