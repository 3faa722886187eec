// An analysis of expected votes as parts of a page.
internal import Reports

extension VoteCountAnalysis {
  /// The error with its interval, and every question.
  public var page: AnalysisPage {
    AnalysisPage(
      figures: [
        KeyFigure(NumberText.fixed(scores.rmse, decimals: 4), "RMSE of the fractions; lower is better", isMain: true),
        KeyFigure(interval.words(decimals: 4), "95 % interval"),
        KeyFigure(NumberText.fixed(scores.loss, decimals: 3), "negative log-likelihood of a galaxy’s votes"),
      ],
      meaning:
        "The RMSE is the typical distance between the fraction of volunteers who gave an answer and the fraction to "
        + "expect, both between 0 and 1: lower is better, and 0 is perfect. The interval holds it in 95 of 100 such samples "
        + "of galaxies.",
      sections: [questions],
      errorMeaning: "The error of a galaxy is the RMSE over the weighted fractions of all answers.",
      legend: BarPairs.legend(given: "volunteers", expected: "expected"))
  }

  private var questions: HTML {
    let known = scores.questions.compactMap { question in question.rmse.map { (question, $0) } }
    return .section("Error per question") {
      HTML.element("p") {
        "Of the fractions of those volunteers who were asked the question, over the galaxies where any were."
      }
      BarChart(
        title: "RMSE per question", description: "Bar chart of the RMSE of every question; the table holds the same.",
        series: ["RMSE"],
        groups: known.map { BarChart.Group(title: $0.0.title, values: [$0.1]) }
      ).figure
      HTML.scrollingTable(label: "Error per question", headings: ["question", "RMSE", "galaxies"]) {
        for question in scores.questions {
          HTML.row(question.title) {
            HTML.element("td", ["class": "first"]) { question.rmse.map { NumberText.fixed($0, decimals: 4) } ?? "–" }
            HTML.element("td") { NumberText.count(question.count) }
          }
        }
      }
    }
  }
}
