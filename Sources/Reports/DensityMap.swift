// Predictions against the truth: how many images lie where.
internal import Foundation

/// A square of cells, each as dark as many points lie in it; on its diagonal both numbers are equal.
package struct DensityMap: Sendable {
  /// What it shows.
  package let title: String
  /// What grows from left to right.
  package let across: String
  /// What grows from bottom to top.
  package let up: String
  /// The numbers at the ends of both axes; what lies beyond counts at the edge.
  package let range: ClosedRange<Double>
  /// Points in each cell, rows from bottom to top.
  package let counts: [[Int]]

  /// Cells along a side.
  package static let side = 20
  private static let cell = 8.0

  /// A map of points; those with a number that is not finite are left out.
  package init(
    title: String, across: String, up: String, range: ClosedRange<Double>, points: [(across: Double, up: Double)]
  ) {
    self.title = title
    self.across = across
    self.up = up
    let width = range.upperBound - range.lowerBound
    self.range = width > 0 ? range : range.lowerBound - 0.5...range.lowerBound + 0.5
    let (low, span) = (self.range.lowerBound, self.range.upperBound - self.range.lowerBound)
    func index(_ value: Double) -> Int {
      Int(min(max((value - low) / span * Double(Self.side), 0), Double(Self.side - 1)))
    }
    var counts = [[Int]](repeating: [Int](repeating: 0, count: Self.side), count: Self.side)
    for point in points where point.across.isFinite && point.up.isFinite {
      counts[index(point.up)][index(point.across)] += 1
    }
    self.counts = counts
  }

  /// The map with its heading.
  package var figure: HTML {
    let size = Self.cell * Double(Self.side)
    let largest = counts.joined().max() ?? 0
    return .element("figure", ["class": "density"]) {
      HTML.element("figcaption") { title }
      HTML.element(
        "svg",
        [
          "role": "img", "viewBox": "0 0 \(size) \(size)",
          "aria-label": "\(title): \(up) against \(across), \(counts.joined().reduce(0, +)) points",
        ]
      ) {
        HTML.element("rect", ["class": "frame", "width": "\(size)", "height": "\(size)"])
        for (row, line) in counts.enumerated() {
          for (column, count) in line.enumerated() where count > 0 {
            HTML.element(
              "rect",
              [
                "class": "first", "x": "\(Self.cell * Double(column))",
                "y": "\(size - Self.cell * Double(row + 1))", "width": "\(Self.cell)", "height": "\(Self.cell)",
                "fill-opacity": opacity(count, of: largest),
              ])
          }
        }
        HTML.element("line", ["class": "equal", "x1": "0", "y1": "\(size)", "x2": "\(size)", "y2": "0"])
      }
      HTML.element("div", ["class": "ends"]) {
        HTML.element("span") { NumberText.significant(range.lowerBound) }
        HTML.element("span") { "→ \(across), ↑ \(up)" }
        HTML.element("span") { NumberText.significant(range.upperBound) }
      }
    }
  }

  /// By the logarithm, so that single points are seen beside thousands.
  private func opacity(_ count: Int, of largest: Int) -> String {
    let share = largest > 1 ? log(Double(count)) / log(Double(largest)) : 1
    return NumberText.fixed(0.15 + 0.85 * share, decimals: 2)
  }

  /// Maps under the heading `Predicted against true`.
  package static func section(_ maps: [DensityMap]) -> HTML {
    .section("Predicted against true") {
      HTML.element("p") {
        "Every validation image counts where its label and its prediction meet; the darker a cell, the more of them "
        "(on a logarithmic scale). On the dashed diagonal both are equal."
      }
      HTML.element("div", ["class": "densities"]) { for map in maps { map.figure } }
    }
  }
}
