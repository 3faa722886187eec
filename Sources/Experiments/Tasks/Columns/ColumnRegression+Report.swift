// Columns of numbers in the report of a run: errors, single images.
internal import Reports
public import Training

extension ColumnRegression {
  public func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport {
    TaskReport(
      score: TaskReport.Score(name: "rmse", title: "relative RMSE"),
      sections: [
        (material.scores as? ColumnScores).map(errors), DensityMap.section(pairs(material.answers)), images(material),
      ].compactMap { $0 })
  }

  private static let mapCount = 12

  /// Known and predicted values of the first columns.
  private func pairs(_ answers: LabelledAnswers) -> [DensityMap] {
    columns.indices.prefix(Self.mapCount).map { column in
      let points = zip(answers.labels, answers.answers).compactMap { label, answers in
        label[column].isNaN ? nil : (Double(label[column]), Double(answers[column]))
      }
      let values = points.map(\.0)
      return DensityMap(
        title: columns[column], across: "label", up: "predicted",
        range: (values.min() ?? 0)...(values.max() ?? 1), points: points)
    }
  }

  private func errors(_ scores: ColumnScores) -> HTML {
    func number(_ value: Double?) -> HTML {
      .element("td") { value.map(NumberText.significant) ?? "–" }
    }
    return .section("Error per column") {
      HTML.element("p") {
        "Over the validation images, in the columns’ own units; missing values do not count. The relative RMSE, in "
        "standard deviations of the columns, is \(NumberText.significant(scores.rmse)). Lower is better."
      }
      HTML.scrollingTable(
        label: "Error per column", headings: ["column", "RMSE", "mean absolute error", "explained variance", "values"]
      ) {
        for column in scores.columns {
          HTML.row(column.name) {
            number(column.rmse)
            number(column.meanAbsoluteError)
            number(column.explainedVariance)
            HTML.element("td") { "\(column.count)" }
          }
        }
      }
    }
  }

  private func images(_ material: ReportMaterial) -> HTML {
    .section("Validation images") {
      for sample in material.samples {
        PictureArticle(
          picture: sample.picture, description: "Image \(sample.identifier)", title: sample.identifier, note: "",
          tables: [table(answers: sample.answers, label: sample.label, name: sample.identifier)]
        ).html
      }
    }
  }

  func table(answers: [Float], label: [Float], name: String) -> HTML {
    func number(_ value: Float) -> String { value.isNaN ? "–" : NumberText.significant(Double(value)) }
    return .scrollingTable(label: "Columns of \(name)", headings: ["column", "label", "network"]) {
      for (index, column) in columns.enumerated() {
        HTML.row(column) {
          HTML.element("td") { number(label[index]) }
          HTML.element("td", ["class": "first"]) { number(answers[index]) }
        }
      }
    }
  }
}

extension ColumnRegression {
  /// The mean of the known values of every column.
  public func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])? {
    ("column means", fitted(to: labels).scales.map { Float($0.mean) })
  }
}
