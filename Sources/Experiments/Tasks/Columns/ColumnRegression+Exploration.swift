// Columns of numbers, looked at.
internal import ImageDatasets
internal import Reports
public import Training

extension ColumnRegression {
  private static let bins = 30

  public func explore(
    _ material: ExplorationMaterial, progress: (WorkProgress) -> Void
  ) -> TaskExploration {
    let statistics = ColumnStatistics(material.images.labels, columns: columns.count)
    return TaskExploration(
      figures: [KeyFigure("\(columns.count)", columns.count == 1 ? "column" : "columns")],
      sections: [
        table(statistics), distributions(statistics),
        .section("Correlations") {
          HeatMap(
            title: "All columns", description: "Correlations of the \(columns.count) columns", names: columns,
            values: statistics.correlations(of: columns.indices)
          ).figure
        },
        extremes(statistics, material, progress),
      ])
  }

  private func table(_ statistics: ColumnStatistics) -> HTML {
    .section("The columns") {
      HTML.scrollingTable(
        label: "The columns", headings: ["column", "values", "missing", "least", "mean", "deviation", "largest"]
      ) {
        for (name, column) in zip(columns, statistics.columns) {
          HTML.row(name) {
            HTML.element("td") { NumberText.count(column.count) }
            HTML.element("td") { NumberText.count(statistics.count - column.count) }
            HTML.element("td") { column.range.map { NumberText.significant(Double($0.lowerBound)) } ?? "–" }
            HTML.element("td", ["class": "first"]) { NumberText.significant(column.mean) }
            HTML.element("td") { NumberText.significant(column.deviation) }
            HTML.element("td") { column.range.map { NumberText.significant(Double($0.upperBound)) } ?? "–" }
          }
        }
      }
    }
  }

  private func distributions(_ statistics: ColumnStatistics) -> HTML {
    .section("Distributions") {
      Histogram.grid(
        columns.indices.compactMap { index in
          statistics.columns[index].range.map { range in
            Histogram(
              title: columns[index], counts: statistics.histogram(of: index, over: range, bins: Self.bins),
              ends: (
                NumberText.significant(Double(range.lowerBound)), NumberText.significant(Double(range.upperBound))
              ), note: "mean \(NumberText.significant(statistics.columns[index].mean))")
          }
        })
    }
  }

  private func extremes(
    _ statistics: ColumnStatistics, _ material: ExplorationMaterial, _ progress: (WorkProgress) -> Void
  ) -> HTML {
    var items: [Gallery.Item] = []
    for (index, column) in statistics.columns.enumerated() {
      progress(WorkProgress("reading images", index, columns.count))
      for (word, position) in [("least", column.least), ("largest", column.largest)] {
        guard let position else { continue }
        let value = NumberText.significant(Double(material.images.labels[position][index]))
        items.append(
          material.item(
            position, title: "\(word) \(columns[index])", note: "\(value): \(material.images.identifiers[position])"))
      }
    }
    return .section("The images of least and of largest value") { Gallery(items).html }
  }
}
