// Fractions in pairs, a given one above an expected one, as bars with numbers.

/// Rows of two fractions each: one that is given, one that was expected.
package struct BarPairs: Sendable {
  /// Two fractions, from 0 to 1, that belong together.
  package struct Row: Sendable, Equatable {
    /// What they are fractions of.
    package var label: String
    /// The one that is given.
    package var given: Double
    /// The one that was expected.
    package var expected: Double

    /// Two fractions.
    package init(_ label: String, given: Double, expected: Double) {
      self.label = label
      self.given = given
      self.expected = expected
    }
  }

  /// What the rows are about.
  package var title: String
  /// What the columns are: of the labels, of the given and of the expected fractions; for those who cannot see the bars.
  package var headings: (label: String, given: String, expected: String)
  /// The rows.
  package var rows: [Row]

  /// Rows of two fractions each.
  package init(title: String, headings: (label: String, given: String, expected: String), rows: [Row]) {
    self.title = title
    self.headings = headings
    self.rows = rows
  }

  /// The table.
  package var table: HTML {
    .element("table") {
      HTML.element("caption") { title }
      HTML.element("thead", ["class": "unseen"]) {
        HTML.element("tr") {
          for heading in [headings.label, "bars", headings.given, headings.expected] {
            HTML.element("th", ["scope": "col"]) { heading }
          }
        }
      }
      HTML.element("tbody") {
        for row in rows {
          HTML.row(row.label) {
            HTML.element("td", ["class": "pair", "aria-hidden": "true"]) {
              Self.bar(row.given, style: "given")
              Self.bar(row.expected, style: "first")
            }
            HTML.element("td", ["class": "given"]) { NumberText.fixed(row.given, decimals: 2) }
            HTML.element("td", ["class": "first"]) { NumberText.fixed(row.expected, decimals: 2) }
          }
        }
      }
    }
  }

  /// What the colours of the bars stand for.
  package static func legend(given: String, expected: String) -> HTML {
    .legend([("bar given", given), ("bar first", expected)])
  }

  private static func bar(_ fraction: Double, style: String) -> HTML {
    let width = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    return .element("span", ["class": style, "style": "width:\(NumberText.fixed(100 * width, decimals: 1))%"])
  }
}
