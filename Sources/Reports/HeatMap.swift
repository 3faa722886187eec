// Correlations as a coloured matrix.
internal import Preconditions

/// Numbers from -1 to 1 for all pairs of things: colour says the sign, its strength the size.
package struct HeatMap: Sendable {
  /// What it shows, for its heading.
  package var title: String
  /// What it shows, for those who cannot see it.
  package var description: String
  /// The names of the things.
  package var names: [String]
  /// The number of things i and j at [i][j]; not a number where there is none.
  package var values: [[Double]]

  private static let cell = 15.0
  private static let labelWidth = 7.5

  /// A matrix over the named things.
  package init(title: String, description: String, names: [String], values: [[Double]]) {
    require(
      values.count == names.count && values.allSatisfy { $0.count == names.count },
      "HeatMap: \(values.count) rows for \(names.count) names")
    self.title = title
    self.description = description
    self.names = names
    self.values = values
  }

  /// The matrix with its heading.
  package var figure: HTML {
    let margin = Double(names.map(\.count).max() ?? 0) * Self.labelWidth + 14
    let side = margin + Self.cell * Double(names.count)
    return .element("figure", ["class": "heat"]) {
      HTML.element("figcaption") { title }
      HTML.element("div", ["class": "scroll", "role": "region", "aria-label": title, "tabindex": "0"]) {
        HTML.element(
          "svg",
          ["role": "img", "aria-label": description, "width": "\(side)", "height": "\(side)"]
        ) {
          for (index, name) in names.enumerated() {
            let middle = margin + Self.cell * (Double(index) + 0.5)
            HTML.element("text", ["class": "y", "x": "\(margin - 4)", "y": "\(middle)", "dy": "0.35em"]) { name }
            HTML.element("text", ["transform": "translate(\(middle),\(margin - 4)) rotate(-90)", "dy": "0.35em"]) {
              name
            }
          }
          for (row, values) in values.enumerated() {
            for (column, value) in values.enumerated() where value.isFinite {
              cell(row, column, value, margin: margin)
            }
          }
        }
      }
    }
  }

  private func cell(_ row: Int, _ column: Int, _ value: Double, margin: Double) -> HTML {
    .element(
      "rect",
      [
        "class": value < 0 ? "negative" : "positive", "x": "\(margin + Self.cell * Double(column))",
        "y": "\(margin + Self.cell * Double(row))", "width": "\(Self.cell - 1)", "height": "\(Self.cell - 1)",
        "fill-opacity": NumberText.fixed(min(1, abs(value)), decimals: 2),
      ]
    ) {
      HTML.element("title") { "\(names[row]), \(names[column]): \(NumberText.fixed(value, decimals: 2))" }
    }
  }
}
