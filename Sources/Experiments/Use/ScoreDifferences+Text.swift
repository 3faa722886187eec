// Differences of scores as text, and as a section of a page.
internal import Foundation
internal import Reports

extension ScoreDifferences {
  private var direction: String { score.lowerIsBetter ? "lower is better" : "higher is better" }

  /// The differences as lines of text.
  public func lines() -> [String] {
    [
      "Compared with \(against), called B, on the same \(count) images (\(score.title): \(direction)):",
      TextTable.row("", "        A          B          A - B  95 % interval"),
    ]
      + rows.map { row in
        TextTable.row(
          row.name,
          String(format: "%9.5f  %9.5f  %13.5f  ", row.scores[0], row.scores[1], row.difference)
            + row.interval.text(decimals: 5))
      } + [verdict]
  }

  /// The differences as a section.
  var section: HTML {
    .section("Against another network") {
      HTML.element("p") {
        "A is what this page is about, B is \(against), on the same \(NumberText.count(count)) images; \(direction). "
        "Intervals hold the difference in 95 of 100 such samples of images. \(verdict)"
      }
      HTML.scrollingTable(
        label: "Differences of the \(score.title)", headings: ["part", "A", "B", "A − B", "95 % interval"]
      ) {
        for (index, row) in rows.enumerated() {
          HTML.row(row.name, style: index == 0 ? "total" : "other") {
            for score in row.scores { HTML.element("td") { NumberText.fixed(score, decimals: 4) } }
            HTML.element("td", ["class": "first"]) { NumberText.fixed(row.difference, decimals: 4) }
            HTML.element("td") {
              row.interval.range.map {
                NumberText.fixed($0.lowerBound, decimals: 4) + " to " + NumberText.fixed($0.upperBound, decimals: 4)
              } ?? "–"
            }
          }
        }
      }
    }
  }
}
