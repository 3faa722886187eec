// Grouped horizontal bars as inline SVG.
internal import Preconditions

/// Bars for every group, one a series, over a common scale that begins at zero.
///
/// The chart takes the width it is given while its text keeps its size.
package struct BarChart: Sendable {
  /// The bars that belong together.
  package struct Group: Sendable {
    /// What they are about.
    package let title: String
    /// Their lengths, not negative, one a series; one that is not finite is not drawn.
    package let values: [Double]
    /// Where the first value may lie, drawn as a thin line across its bar; nil where that is not known.
    package let interval: ClosedRange<Double>?

    /// Bars that belong together.
    package init(title: String, values: [Double], interval: ClosedRange<Double>? = nil) {
      self.title = title
      self.values = values
      self.interval = interval
    }
  }

  /// What it shows, for its heading.
  package var title: String
  /// What it shows, for those who cannot see it.
  package var description: String
  /// The names of the series; the first is the one that matters, its bars are thick and bear their values.
  package var series: [String]
  /// The groups, from top to bottom.
  package var groups: [Group]

  private static let titleHeight = 19.0
  private static let firstBar = 10.0
  private static let otherBar = 4.0
  private static let gap = 1.0
  private static let groupGap = 14.0
  /// The style sheet has this many colours beside the first's.
  private static let otherStyles = 4

  /// Bars for every group.
  package init(title: String, description: String, series: [String], groups: [Group]) {
    for group in groups {
      require(
        group.values.count == series.count,
        "BarChart: \(group.values.count) values of '\(group.title)' for \(series.count) series")
    }
    self.title = title
    self.description = description
    self.series = series
    self.groups = groups
  }

  /// The chart with heading and legend.
  package var figure: HTML {
    .element("figure", ["class": "bars"]) {
      HTML.element("figcaption") { title }
      if series.count > 1 {
        HTML.legend(series.enumerated().map { ("bar \(Self.style($0.offset))", $0.element) })
      }
      HTML.element("div", ["class": "canvas"]) { drawing }
    }
  }

  private var drawing: HTML {
    let ends: [Double] = groups.flatMap { group in group.values + (group.interval.map { [$0.upperBound] } ?? []) }
    let longest = ends.filter(\.isFinite).max() ?? 0
    // The value's text stands behind its interval, and needs room.
    let room = groups.contains { $0.interval != nil } ? 1.2 : 1.05
    let axis = Axis(linear: 0...(longest > 0 ? longest * room : 1), tickCount: 6)
    func percentage(_ value: Double) -> String {
      NumberText.fixed(100 * axis.position(of: value), decimals: 2) + "%"
    }
    let groupHeight =
      Self.titleHeight + Self.firstBar + Double(series.count - 1) * (Self.otherBar + Self.gap) + Self.groupGap
    let height = groupHeight * Double(groups.count)
    return .element("svg", ["role": "img", "aria-label": description, "width": "100%", "height": "\(height)"]) {
      for tick in axis.ticks {
        let x = percentage(tick.value)
        HTML.element("line", ["class": "grid", "x1": x, "x2": x, "y1": "0", "y2": "\(height)"])
        HTML.element("text", ["class": "x", "x": x, "y": "\(height + 16)"]) { tick.label }
      }
      for (index, group) in groups.enumerated() {
        bars(of: group, top: groupHeight * Double(index), percentage: percentage)
      }
    }
  }

  private func bars(of group: Group, top: Double, percentage: (Double) -> String) -> HTML {
    .element("g") {
      HTML.element("text", ["class": "group", "x": "0", "y": "\(top + Self.titleHeight - 5)"]) { group.title }
      for (index, value) in group.values.enumerated() where value.isFinite {
        let barTop = top + Self.titleHeight + (index == 0 ? 0 : Self.firstBar - Self.otherBar)
        HTML.element(
          "rect",
          [
            "class": Self.style(index), "x": "0", "width": percentage(max(value, 0)),
            "y": "\(barTop + Double(index) * (Self.otherBar + Self.gap))",
            "height": "\(index == 0 ? Self.firstBar : Self.otherBar)",
          ])
        if index == 0 {
          let middle = "\(barTop + Self.firstBar / 2)"
          if let interval = group.interval {
            HTML.element(
              "line",
              [
                "class": "interval", "x1": percentage(max(interval.lowerBound, 0)),
                "x2": percentage(max(interval.upperBound, 0)), "y1": middle, "y2": middle,
              ])
          }
          HTML.element(
            "text",
            [
              "class": "value", "x": percentage(max(value, group.interval?.upperBound ?? 0, 0)), "dx": "6",
              "y": "\(barTop + Self.firstBar - 1)",
            ]
          ) {
            NumberText.fixed(value, decimals: 4)
          }
        }
      }
    }
  }

  private static func style(_ index: Int) -> String {
    index == 0 ? "first" : "other\((index - 1) % otherStyles + 1)"
  }
}
