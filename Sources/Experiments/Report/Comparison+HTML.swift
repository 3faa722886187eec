// The report's section on questions and baselines.

extension TrainingReport.Comparison {
  /// Bars and table of all errors.
  var section: HTML {
    .element("section") {
      HTML.element("h2") { "Error per question" }
      HTML.element("p") {
        "Root mean squared error over the validation images, for the checkpoint of lowest validation loss"
        baselines.isEmpty ? "." : " and for predictors that do not look at shapes."
      }
      BarChart(
        title: "RMSE per question",
        description:
          "Bar chart of the RMSE of \(names.joined(separator: ", ")) per question; the table holds the same.",
        series: names, groups: rows.map { BarChart.Group(title: $0.title, values: $0.values) }
      ).figure
      table
    }
  }

  private var names: [String] { ([network] + baselines).map(\.name) }

  private var rows: [(title: String, values: [Double])] {
    let scores = [network] + baselines
    return [("all questions", scores.map(\.rmse))]
      + questions.enumerated().map { index, title in (title, scores.map { $0.perQuestion[index] }) }
  }

  private var table: HTML {
    let ratio = reference.map { ["\(network.name) ÷ \($0.name)"] } ?? []
    return .scrollingTable(label: "RMSE per question", headings: ["question"] + names + ratio) {
      for (index, row) in rows.enumerated() {
        HTML.element("tr", ["class": index == 0 ? "total" : "other"]) {
          HTML.element("th", ["scope": "row"]) { row.title }
          for (column, value) in row.values.enumerated() {
            HTML.element("td", ["class": column == 0 ? "network" : "baseline"]) {
              NumberText.fixed(value, decimals: 4)
            }
          }
          if let reference {
            let expected = index == 0 ? reference.rmse : reference.perQuestion[index - 1]
            HTML.element("td") { NumberText.fixed(row.values[0] / expected, decimals: 3) }
          }
        }
      }
    }
  }
}
