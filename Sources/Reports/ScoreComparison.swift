// Several predictors' scores side by side, as bars and as a table.
internal import Preconditions

/// What a predictor reaches beside others, in all and row by row; lower is better.
package struct ScoreComparison: Sendable {
  /// The scores of one predictor.
  package struct Score: Sendable, Equatable {
    /// The predictor's name.
    package var name: String
    /// Its score in all.
    package var total: Double
    /// Its score in every row.
    package var values: [Double]

    /// The scores of one predictor.
    package init(name: String, total: Double, values: [Double]) {
      self.name = name
      self.total = total
      self.values = values
    }
  }

  /// The words around the numbers.
  package struct Words: Sendable {
    /// The heading, as `Error per question`.
    package var title: String
    /// A sentence on what is measured; that lower is better is said behind it.
    package var explanation: String
    /// The measure, as `RMSE`.
    package var measure: String
    /// What a row is, in the singular and the plural, as `question` and `questions`.
    package var row: (one: String, many: String)

    /// The words around the numbers.
    package init(title: String, explanation: String, measure: String, row: (one: String, many: String)) {
      self.title = title
      self.explanation = explanation
      self.measure = measure
      self.row = row
    }
  }

  /// The words around the numbers.
  package let words: Words
  /// The rows' titles, in the order of every score's values.
  package let rows: [String]
  /// The predictor that the page is about.
  package let main: Score
  /// The others, in the order they are shown.
  package let others: [Score]
  /// The one of the others that ratios refer to.
  package let reference: Score?

  /// A comparison; `reference` names the one of the others, if any, that ratios refer to.
  package init(_ words: Words, rows: [String], main: Score, others: [Score], reference: String?) {
    for score in [main] + others {
      require(
        score.values.count == rows.count,
        "ScoreComparison: \(score.values.count) scores of '\(score.name)' for \(rows.count) \(words.row.many)")
    }
    let found = others.first { $0.name == reference }
    require(reference == nil || found != nil, "ScoreComparison: no scores of '\(reference ?? "")'")
    self.words = words
    self.rows = rows
    self.main = main
    self.others = others
    self.reference = found
  }
}

extension ScoreComparison {
  /// Bars and table under the heading.
  package var section: HTML {
    .section(words.title) {
      HTML.element("p") { words.explanation + " Lower is better." }
      BarChart(
        title: tableTitle,
        description:
          "Bar chart of the \(words.measure) of \(names.joined(separator: ", ")) per \(words.row.one); "
          + "the table holds the same.",
        series: names, groups: lines.map { BarChart.Group(title: $0.title, values: $0.values) }
      ).figure
      table
    }
  }

  private var tableTitle: String { "\(words.measure) per \(words.row.one)" }

  private var names: [String] { ([main] + others).map(\.name) }

  private var lines: [(title: String, values: [Double])] {
    let scores = [main] + others
    return [("all \(words.row.many)", scores.map(\.total))]
      + rows.enumerated().map { index, title in (title, scores.map { $0.values[index] }) }
  }

  private var table: HTML {
    let ratio = reference.map { ["\(main.name) ÷ \($0.name)"] } ?? []
    return .scrollingTable(label: tableTitle, headings: [words.row.one] + names + ratio) {
      for (index, line) in lines.enumerated() {
        HTML.row(line.title, style: index == 0 ? "total" : "other") {
          for (column, value) in line.values.enumerated() {
            HTML.element("td", ["class": column == 0 ? "first" : "other"]) { NumberText.fixed(value, decimals: 4) }
          }
          if let reference {
            let expected = index == 0 ? reference.total : reference.values[index - 1]
            HTML.element("td") { NumberText.fixed(line.values[0] / expected, decimals: 3) }
          }
        }
      }
    }
  }
}
