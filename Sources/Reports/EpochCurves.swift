// Numbers that were measured after every epoch, as curves and as a table.
internal import Preconditions

/// Numbers measured after epochs 1, 2, 3, …: charts of some, and a table of all.
package struct EpochCurves: Sendable {
  /// A number that was measured after every epoch.
  package struct Column: Sendable {
    /// Its name, as the heading of the table has it.
    package let name: String
    /// Its values, one an epoch.
    package let values: [Double]
    /// How a value is written.
    package let text: @Sendable (Double) -> String

    /// A column whose values are written with up to five decimals unless `text` says otherwise.
    package init(
      name: String, values: [Double],
      text: @escaping @Sendable (Double) -> String = { NumberText.fixed($0, decimals: 5) }
    ) {
      self.name = name
      self.values = values
      self.text = text
    }
  }

  /// A chart of one or several numbers.
  package struct Chart: Sendable {
    /// Its heading.
    package let title: String
    /// What it shows, to complete `Line chart of …`.
    package let subject: String
    /// The lines with their names in the legend; the first is the most important and has the main colour.
    package let lines: [(name: String, values: [Double])]
    /// Whether the value at the best epoch is written beside its mark.
    package let labelsBest: Bool
    /// A level to compare with.
    package let reference: (name: String, value: Double)?

    /// A chart.
    package init(
      title: String, subject: String, lines: [(name: String, values: [Double])], labelsBest: Bool = false,
      reference: (name: String, value: Double)? = nil
    ) {
      require(!lines.isEmpty, "EpochCurves.Chart: expected at least one line, found none")
      self.title = title
      self.subject = subject
      self.lines = lines
      self.labelsBest = labelsBest
      self.reference = reference
    }
  }

  /// The columns of the table.
  package let columns: [Column]
  /// The charts.
  package let charts: [Chart]
  /// The best epoch, counted from 1; nil where there is none.
  package let best: Int?
  /// The number of epochs.
  package let count: Int

  /// Charts and table; every line and column has a value for each epoch, not a number where there was nothing to measure.
  package init(columns: [Column], charts: [Chart], best: Int?) {
    let count = columns.first?.values.count ?? 0
    for (name, values) in columns.map({ ($0.name, $0.values) }) + charts.flatMap(\.lines) {
      require(values.count == count, "EpochCurves: \(values.count) values of '\(name)' for \(count) epochs")
    }
    require(
      best.map { (1...max(1, count)).contains($0) && count > 0 } ?? true,
      "EpochCurves: best epoch \(best ?? 0) of \(count)")
    self.columns = columns
    self.charts = charts
    self.best = best
    self.count = count
  }
}

extension EpochCurves {
  /// Charts and table under the heading `Learning curves`.
  package var section: HTML {
    .section("Learning curves") {
      if count == 0 {
        HTML.element("p", ["class": "note"]) { "No epoch has been completed yet." }
      } else {
        HTML.element("div", ["class": "curves"]) { for chart in charts { plot(chart).figure } }
        HTML.element("details") {
          HTML.element("summary") { "All epochs as a table" }
          table
        }
      }
    }
  }

  private func plot(_ chart: Chart) -> SVGPlot {
    let best = best.map { (epoch: $0, value: chart.lines[0].values[$0 - 1]) }
    let label = best.map { NumberText.fixed($0.value, decimals: 4) } ?? ""
    let summary = best.map { chart.labelsBest ? "; the best epoch is \($0.epoch) with \(label)" : "" } ?? ""
    return SVGPlot(
      title: chart.title, description: "Line chart of \(chart.subject) over the epochs\(summary).", xLabel: "epoch",
      // Lines drawn later cover earlier ones: the most important one is drawn last.
      series: chart.lines.enumerated().reversed().map { index, line in
        SVGPlot.Series(
          name: line.name, style: index == 0 ? "first" : "second",
          points: line.values.enumerated().map { (Double($0.offset + 1), $0.element) })
      },
      reference: chart.reference.map { ($0.name, $0.value) },
      mark: best.map { (Double($0.epoch), $0.value, chart.labelsBest ? "\(label) at epoch \($0.epoch)" : nil) })
  }

  private var table: HTML {
    .scrollingTable(label: "All epochs", headings: ["epoch"] + columns.map(\.name)) {
      for index in 0..<count {
        let isBest = index + 1 == best
        HTML.row("\(index + 1)\(isBest ? " (best)" : "")", style: isBest ? "best" : "other") {
          for column in columns { HTML.element("td") { column.text(column.values[index]) } }
        }
      }
    }
  }
}
