// An analysis of columns as parts of a page.
internal import Reports

extension ColumnAnalysis {
  /// The relative error with its interval, and every column.
  public var page: AnalysisPage {
    AnalysisPage(
      figures: [
        KeyFigure(NumberText.significant(scores.rmse), "relative RMSE; lower is better", isMain: true),
        KeyFigure(Self.words(interval), "95 % interval"),
      ],
      meaning: "The RMSE is the typical distance between a known value and the predicted one, in the column’s units; "
        + "relative, in standard deviations of the column. Lower is better, 0 is perfect, and a relative RMSE of 1 is what "
        + "the column’s mean reaches. The interval holds it in 95 of 100 such samples of images.",
      sections: [columns],
      errorMeaning: "The error of an image is the relative RMSE over its known values.")
  }

  private static func words(_ interval: Interval) -> String {
    interval.range.map {
      NumberText.significant($0.lowerBound) + "–" + NumberText.significant($0.upperBound)
    } ?? "–"
  }

  private var columns: HTML {
    func number(_ value: Double?, style: String = "other") -> HTML {
      .element("td", ["class": style]) { value.map(NumberText.significant) ?? "–" }
    }
    return .section("Error per column") {
      HTML.element("p") {
        "Missing values do not count. Explained variance is 1 where predictions are perfect, and 0 where they are as good "
        "as the column’s mean."
      }
      HTML.scrollingTable(
        label: "Error per column",
        headings: ["column", "RMSE", "95 % interval", "mean absolute error", "explained variance", "values"]
      ) {
        for (column, interval) in zip(scores.columns, columnIntervals) {
          HTML.row(column.name) {
            number(column.rmse, style: "first")
            HTML.element("td") { Self.words(interval) }
            number(column.meanAbsoluteError)
            number(column.explainedVariance)
            HTML.element("td") { NumberText.count(column.count) }
          }
        }
      }
    }
  }
}
