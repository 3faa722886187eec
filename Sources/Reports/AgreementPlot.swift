// Whether two fractions agree, as points beside a diagonal.

/// Points in a square from 0 to 1; where they lie on the diagonal, both fractions are the same.
package struct AgreementPlot: Sendable {
  /// Two fractions, and how many measurements they are means of.
  package struct Point: Sendable, Equatable {
    /// The one that was expected, along x.
    package var expected: Double
    /// The one that was seen, along y.
    package var seen: Double
    /// How many measurements they are means of; the area of the point grows with it.
    package var count: Int

    /// Two fractions.
    package init(expected: Double, seen: Double, count: Int) {
      self.expected = expected
      self.seen = seen
      self.count = count
    }
  }

  /// What it shows, for its heading.
  package var title: String
  /// What lies along x and along y.
  package var labels: (expected: String, seen: String)
  /// The points.
  package var points: [Point]

  private static let side = 300.0
  private static let smallestRadius = 2.5
  private static let largestRadius = 11.0

  /// Points beside a diagonal.
  package init(title: String, labels: (expected: String, seen: String), points: [Point]) {
    self.title = title
    self.labels = labels
    self.points = points
  }

  /// The chart with its heading.
  package var figure: HTML {
    .element("figure", ["class": "plot agreement"]) {
      HTML.element("figcaption") { title }
      HTML.element("p", ["class": "note"]) { "Upwards: \(labels.seen). Dashed: where both agree." }
      HTML.element("div", ["class": "canvas"]) { drawing }
    }
  }

  private func across(_ value: Double) -> String { NumberText.fixed(100 * value, decimals: 2) + "%" }

  private func down(_ value: Double) -> String { NumberText.fixed(Self.side * (1 - value), decimals: 1) }

  private var drawing: HTML {
    .element(
      "svg",
      [
        "role": "img", "width": "100%", "height": "\(Int(Self.side))",
        "aria-label": "\(title): \(labels.seen) against \(labels.expected); the table holds the same.",
      ]
    ) {
      for tick in Axis(linear: 0...1, tickCount: 5).ticks {
        HTML.element(
          "line", ["class": "grid", "x1": "0", "x2": "100%", "y1": down(tick.value), "y2": down(tick.value)])
        HTML.element(
          "line",
          [
            "class": "grid", "x1": across(tick.value), "x2": across(tick.value), "y1": "0",
            "y2": "\(Int(Self.side))",
          ])
        HTML.element("text", ["class": "y", "x": "-8", "y": down(tick.value), "dy": "0.35em"]) { tick.label }
        HTML.element("text", ["class": "x", "x": across(tick.value), "y": "\(Self.side + 19)"]) { tick.label }
      }
      HTML.element("line", ["class": "reference", "x1": "0", "y1": "\(Int(Self.side))", "x2": "100%", "y2": "0"])
      for point in points {
        HTML.element(
          "circle",
          ["class": "first", "cx": across(point.expected), "cy": down(point.seen), "r": radius(of: point)]
        ) {
          HTML.element("title") { NumberText.count(point.count) }
        }
      }
      HTML.element("text", ["class": "x title", "x": "50%", "y": "\(Self.side + 36)"]) { labels.expected }
    }
  }

  private func radius(of point: Point) -> String {
    let largest = points.map(\.count).max() ?? 1
    let share = (Double(point.count) / Double(max(1, largest))).squareRoot()
    return NumberText.fixed(max(Self.smallestRadius, Self.largestRadius * share), decimals: 1)
  }
}
