// Line charts as inline SVG.

/// A line chart that takes the width it is given while its text keeps its size.
///
/// Horizontal positions are therefore percentages; only the lines themselves, which cannot have any, are stretched.
package struct SVGPlot: Sendable {
  /// A line through points of ascending x; it is interrupted where y is not finite.
  package struct Series: Sendable {
    /// Its name in the legend.
    package let name: String
    /// Its class in the style sheet, which gives the colour.
    package let style: String
    /// Its points.
    package let points: [(x: Double, y: Double)]

    /// A line.
    package init(name: String, style: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.style = style
      self.points = points
    }
  }

  /// What it shows, for its heading.
  package var title: String
  /// What it shows, for those who cannot see it.
  package var description: String
  /// What is counted along x, in whole numbers.
  package var xLabel: String
  /// The lines, the most important last.
  package var series: [Series]
  /// A level to compare with, drawn dashed all across.
  package var reference: (name: String, y: Double)?
  /// A point to point out; there is room for its label below the lowest point.
  package var mark: (x: Double, y: Double, label: String?)?

  private static let height = 240.0
  private static let stretchedWidth = 1000.0

  /// A line chart.
  package init(
    title: String, description: String, xLabel: String, series: [Series],
    reference: (name: String, y: Double)? = nil, mark: (x: Double, y: Double, label: String?)? = nil
  ) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.series = series
    self.reference = reference
    self.mark = mark
  }

  /// The chart with heading and legend; a sentence in its place where there is no finite point.
  package var figure: HTML {
    let finite = series.flatMap { $0.points.filter { $0.y.isFinite } }
    return .element("figure", ["class": "plot"]) {
      HTML.element("figcaption") { title }
      if finite.isEmpty {
        HTML.element("p", ["class": "note"]) { "There is nothing to draw yet." }
      } else {
        if series.count > 1 {
          HTML.legend(series.map { ("line \($0.style)", $0.name) })
        }
        HTML.element("div", ["class": "canvas"]) { drawing(of: finite) }
      }
    }
  }

  private func drawing(of finite: [(x: Double, y: Double)]) -> HTML {
    let x = xAxis(finite.map(\.x))
    let y = Axis(fitting: finite.map(\.y) + (reference.map { [$0.y] } ?? []), tickCount: 8)
    func across(_ value: Double) -> String { NumberText.fixed(100 * x.position(of: value), decimals: 2) + "%" }
    func down(_ value: Double) -> String {
      NumberText.fixed(Self.height * (1 - y.position(of: value)), decimals: 1)
    }
    return .element(
      "svg", ["role": "img", "aria-label": description, "width": "100%", "height": "\(Int(Self.height))"]
    ) {
      for tick in y.ticks {
        HTML.element(
          "line", ["class": "grid", "x1": "0", "x2": "100%", "y1": down(tick.value), "y2": down(tick.value)])
        HTML.element("text", ["class": "y", "x": "-8", "y": down(tick.value), "dy": "0.35em"]) { tick.label }
      }
      HTML.element("line", ["class": "axis", "x1": "0", "x2": "100%", "y1": "\(Self.height)", "y2": "\(Self.height)"])
      for tick in x.ticks {
        HTML.element(
          "line",
          [
            "class": "axis", "x1": across(tick.value), "x2": across(tick.value), "y1": "\(Self.height)",
            "y2": "\(Self.height + 5)",
          ])
        HTML.element("text", ["class": "x", "x": across(tick.value), "y": "\(Self.height + 19)"]) { tick.label }
      }
      HTML.element("text", ["class": "x title", "x": "50%", "y": "\(Self.height + 36)"]) {
        xLabel + (y.isLogarithmic ? " (vertical scale logarithmic)" : "")
      }
      if let reference {
        HTML.element(
          "line", ["class": "reference", "x1": "0", "x2": "100%", "y1": down(reference.y), "y2": down(reference.y)])
        HTML.element("text", ["class": "reference", "x": "100%", "y": down(reference.y), "dy": "-6"]) {
          reference.name
        }
      }
      for line in series {
        for run in line.points.split(whereSeparator: { !$0.y.isFinite }) {
          if run.count == 1 {
            for point in run {
              HTML.element("circle", ["class": line.style, "cx": across(point.x), "cy": down(point.y), "r": "3"])
            }
          } else {
            stretched(run, style: line.style, x: x, down: down)
          }
        }
      }
      if let mark {
        HTML.element("circle", ["class": "mark", "cx": across(mark.x), "cy": down(mark.y), "r": "4.5"])
        if let label = mark.label {
          let position = x.position(of: mark.x)
          let anchor = position > 0.7 ? "end" : position < 0.3 ? "start" : "middle"
          HTML.element(
            "text", ["class": "mark", "x": across(mark.x), "y": down(mark.y), "dy": "20", "text-anchor": anchor]
          ) {
            label
          }
        }
      }
    }
  }

  private func stretched(
    _ points: ArraySlice<(x: Double, y: Double)>, style: String, x: Axis, down: (Double) -> String
  ) -> HTML {
    let corners = points.map {
      NumberText.fixed(Self.stretchedWidth * x.position(of: $0.x), decimals: 1) + "," + down($0.y)
    }
    return .element(
      "svg",
      [
        "viewBox": "0 0 \(Int(Self.stretchedWidth)) \(Int(Self.height))", "preserveAspectRatio": "none",
        "width": "100%", "height": "\(Int(Self.height))", "overflow": "visible",
      ]
    ) {
      HTML.element("polyline", ["class": style, "points": corners.joined(separator: " ")])
    }
  }

  private func xAxis(_ values: [Double]) -> Axis {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    return Axis(linear: low < high ? low...high : low - 0.5...low + 0.5, tickCount: 10, integral: true)
  }
}
