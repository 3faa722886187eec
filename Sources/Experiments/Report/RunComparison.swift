// Runs side by side: a table, curves over epochs and over time, and what they were asked to do differently.
internal import Foundation
package import Reports
internal import Training

/// Several runs, compared.
package struct RunComparison: Sendable {
  private let runs: [RunSummary]
  private let others: [(name: String, problem: String)]

  /// A comparison of runs.
  ///
  /// - Parameters:
  ///   - runs: the runs.
  ///   - others: folders beside them that are none, and why.
  package init(_ runs: [RunSummary], others: [(name: String, problem: String)] = []) {
    self.runs = runs
    self.others = others
  }

  /// The headings of the table.
  package static let headings = [
    "run", "network", "best", "at epoch", "epochs", "time", "state", "learning rate", "batch", "schedule",
  ]

  /// A row for every run.
  package var rows: [[String]] {
    runs.map { run in
      let recipe = run.configuration.recipe
      let score = run.bestScore.map { score in
        let kind = PartScore(rawValue: score.name)
        return "\(kind?.title ?? score.name) \(NumberText.fixed(score.value, decimals: kind?.decimals ?? 5))"
      }
      return [
        run.name, recipe.network, score ?? "–", run.best.map { "\($0.epoch)" } ?? "–",
        "\(run.history.count) of \(recipe.epochs)",
        NumberText.duration(seconds: run.seconds).replacing("\u{A0}", with: " "), run.state.rawValue,
        NumberText.significant(recipe.learningRate), "\(recipe.batchSize)", "\(recipe.schedule)",
      ]
    }
  }

  /// Settings of the recipes that are not the same in all runs, with their value in each.
  package var differences: [(label: String, values: [String])] {
    let settings = runs.map { [("network", $0.configuration.recipe.network)] + $0.configuration.recipe.rows }
    var labels: [String] = []
    for (label, _) in settings.joined() where !labels.contains(label) { labels.append(label) }
    return labels.map { label in
      (label, settings.map { rows in rows.first { $0.0 == label }?.1 ?? "–" })
    }.filter { Set($0.1).count > 1 }.map { (label: $0.0, values: $0.1) }
  }

  /// The comparison as a page.
  package var page: Page {
    Page(
      title: runs.count == 1 ? "1 run" : "\(runs.count) runs", kicker: "Comparison of runs",
      lede: "Lower is better, but for accuracies.", sections: [table, curves] + settings + left,
      program: "galaxy \(galaxyVersion)")
  }

  private var table: HTML {
    .section("Runs") {
      HTML.scrollingTable(label: "Runs", headings: Self.headings) {
        for row in rows {
          HTML.row(row[0]) { for cell in row.dropFirst() { HTML.element("td") { cell } } }
        }
      }
    }
  }

  private var curves: HTML {
    let longest = runs.map(\.seconds).max() ?? 0
    let (unit, length) = longest < 180 ? ("seconds", 1.0) : longest < 3 * 3600 ? ("minutes", 60) : ("hours", 3600)
    return .section("Curves") {
      HTML.element("div", ["class": "curves"]) {
        plot("Validation loss over epochs", xLabel: "epoch") { history in
          history.map { (Double($0.epoch), $0.validation["loss"] ?? .nan) }
        }.figure
        plot("Validation loss over time", xLabel: unit) { history in
          var seconds = 0.0
          return history.map { record in
            seconds += record.seconds
            return (seconds / length, record.validation["loss"] ?? .nan)
          }
        }.figure
      }
    }
  }

  private func plot(_ title: String, xLabel: String, points: ([EpochRecord]) -> [(x: Double, y: Double)]) -> SVGPlot {
    SVGPlot(
      title: title, description: "Line chart of the \(title.lowercased()) of every run", xLabel: xLabel,
      series: runs.enumerated().map { index, run in
        SVGPlot.Series(name: run.name, style: "run\(index % 6 + 1)", points: points(run.history))
      })
  }

  private var settings: [HTML] {
    let differences = differences
    guard runs.count > 1 else { return [] }
    return [
      .section("Settings that differ") {
        if differences.isEmpty {
          HTML.element("p", ["class": "note"]) { "The recipes are the same." }
        } else {
          HTML.scrollingTable(label: "Settings that differ", headings: ["setting"] + runs.map(\.name)) {
            for difference in differences {
              HTML.row(difference.label) { for value in difference.values { HTML.element("td") { value } } }
            }
          }
        }
      }
    ]
  }

  private var left: [HTML] {
    guard !others.isEmpty else { return [] }
    return [
      .section("Folders that are no runs") {
        for other in others { HTML.element("p", ["class": "note"]) { "\(other.name): \(other.problem)" } }
      }
    ]
  }
}
