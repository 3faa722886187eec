// Columns of numbers in the report of a run: errors, single images.
internal import Reports
public import Training

extension ColumnRegression {
  public func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport {
    TaskReport(
      score: TaskReport.Score(name: "rmse", title: "relative RMSE"),
      sections: [(material.scores as? ColumnScores).map(errors), images(material)].compactMap { $0 })
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
