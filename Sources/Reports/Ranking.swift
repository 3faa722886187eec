// Labels with a number each, one of them marked.

/// Labels in the order of their numbers; the one that is right is marked.
package struct Ranking: Sendable {
  /// A label and its number.
  package struct Row: Sendable, Equatable {
    /// The label.
    package var label: String
    /// Its number.
    package var value: Double
    /// Whether it is the one that is right.
    package var isRight: Bool

    /// A label and its number.
    package init(_ label: String, _ value: Double, isRight: Bool) {
      self.label = label
      self.value = value
      self.isRight = isRight
    }
  }

  /// What stands above the rows.
  package var title: String
  /// The rows, from top to bottom.
  package var rows: [Row]

  /// Rows below a title.
  package init(title: String, rows: [Row]) {
    self.title = title
    self.rows = rows
  }

  /// The table.
  package var table: HTML {
    .element("table") {
      HTML.element("caption") { title }
      HTML.element("tbody") {
        for row in rows {
          HTML.row(row.label) {
            HTML.element("td", ["class": row.isRight ? "first" : "given"]) {
              NumberText.fixed(row.value, decimals: 2)
            }
          }
        }
      }
    }
  }
}
