// How often values fall into bins, as a small chart.

/// Bars for bins of equal width, the tallest as high as the chart.
package struct Histogram: Sendable {
  /// What the values are of.
  package var title: String
  /// The number of values in each bin, ascending.
  package var counts: [Int]
  /// The ends of the first and the last bin, as text.
  package var ends: (low: String, high: String)
  /// A short text below the chart.
  package var note: String
  /// How high the chart is, in pixels.
  package var height = 48.0

  /// A small chart.
  package init(title: String, counts: [Int], ends: (low: String, high: String), note: String) {
    self.title = title
    self.counts = counts
    self.ends = ends
    self.note = note
  }

  /// The chart with its heading.
  package var figure: HTML {
    let largest = Double(max(1, counts.max() ?? 0))
    let width = 100 / Double(max(1, counts.count))
    return .element("figure", ["class": "histogram"]) {
      HTML.element("figcaption") { title }
      HTML.element(
        "svg",
        [
          "role": "img", "width": "100%", "height": "\(height)",
          "aria-label": "Histogram of \(title), from \(ends.low) to \(ends.high): \(note)",
        ]
      ) {
        for (index, count) in counts.enumerated() where count > 0 {
          let tall = max(1, height * Double(count) / largest)
          HTML.element(
            "rect",
            [
              "class": "first", "x": NumberText.fixed(width * Double(index), decimals: 2) + "%",
              "y": NumberText.fixed(height - tall, decimals: 1),
              "width": NumberText.fixed(width * 0.9, decimals: 2) + "%",
              "height": NumberText.fixed(tall, decimals: 1),
            ]
          ) {
            HTML.element("title") { NumberText.count(count) }
          }
        }
        HTML.element(
          "line", ["class": "axis", "x1": "0", "x2": "100%", "y1": "\(height)", "y2": "\(height)"])
      }
      HTML.element("p", ["class": "ends"]) {
        HTML.element("span") { ends.low }
        HTML.element("span") { note }
        HTML.element("span") { ends.high }
      }
    }
  }

  /// Small charts side by side.
  package static func grid(_ charts: [Histogram]) -> HTML {
    .element("div", ["class": "histograms"]) { for chart in charts { chart.figure } }
  }
}
