// Predicted columns beside those that are known: of one image, and column by column.

extension ColumnRegression {
  /// Every column.
  public func tables(of answers: [Float], label: [Float]) -> AnswerTables {
    AnswerTables([table(answers: answers, label: label, name: "the image")])
  }

  /// All columns, relative to their deviations, then each in its own units.
  public var partNames: [String] { ["all, relative"] + columns }

  public func parts(of answers: [Float], label: [Float]) -> [ScorePart] {
    let differences = zip(answers, label).map { Double($0) - Double($1) }
    let relative = zip(differences, scales).map { $0 / $1.deviation }
    return [ScorePart(squares: relative)] + differences.map { ScorePart(squares: [$0]) }
  }
}
