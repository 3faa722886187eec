// An analysis of vote fractions as parts of a page.
internal import GalaxyZoo
internal import Reports

extension FractionAnalysis {
  /// The score with its interval, the questions, the published scores, calibration and all numbers.
  public var page: AnalysisPage {
    let explained = explainedVariance.compactMap { $0 }
    let median = explained.isEmpty ? Double.nan : explained.sorted()[explained.count / 2]
    return AnalysisPage(
      figures: [
        KeyFigure(NumberText.fixed(scores.rmse, decimals: 4), "RMSE; lower is better", isMain: true),
        KeyFigure(interval.words(decimals: 4), "95 % interval"),
        KeyFigure(NumberText.fixed(median, decimals: 3), "explained variance, median of the answers"),
      ],
      meaning:
        "The RMSE is the typical distance between the fraction of volunteers who gave an answer and the predicted "
        + "one, both between 0 and 1: lower is better, and 0 is perfect. The interval holds it in 95 of 100 such samples "
        + "of galaxies.",
      sections: [
        questions, leaderboard, calibration.section(observed: "voted", of: "fraction", as: "fraction voted"), answers,
      ],
      errorMeaning: "The error of a galaxy is the RMSE over its 37 answers.",
      legend: BarPairs.legend(given: "volunteers", expected: "predicted"))
  }

  private var questions: HTML {
    .section("Error per question") {
      BarChart(
        title: "RMSE per question",
        description:
          "Bar chart of the RMSE of every question with its interval; the table of all answers holds the same.",
        series: ["RMSE, the thin line its 95 % interval"],
        groups: zip(DecisionTree.questions, zip(scores.perQuestion, questionIntervals)).map { question, score in
          BarChart.Group(
            title: "\(question.number) \(question.title)", values: [score.0], interval: score.1.range)
        }
      ).figure
    }
  }

  private var leaderboard: HTML {
    let better = PublishedScore.all.filter { $0.rmse < scores.rmse }
    let worse = PublishedScore.all.dropFirst(better.count)
    func row(_ score: PublishedScore) -> HTML {
      .row(score.title) {
        HTML.element("td") { NumberText.fixed(score.rmse, decimals: 4) }
        HTML.element("td") { score.rank.map { "\($0) of 329" } ?? "–" }
      }
    }
    return .section("Beside published scores") {
      HTML.element("p") {
        "Kaggle’s scores are \(Self.note): where these galaxies are easier or harder, or were trained on, the places do not "
        "compare."
      }
      HTML.scrollingTable(label: "Published scores", headings: ["score", "RMSE", "place in 2014"]) {
        for score in better { row(score) }
        HTML.row("this", style: "best") {
          HTML.element("td", ["class": "first"]) { NumberText.fixed(scores.rmse, decimals: 4) }
          HTML.element("td") { "–" }
        }
        for score in worse { row(score) }
      }
    }
  }

  private var answers: HTML {
    func cells(_ rmse: Double, _ interval: Interval, _ explained: Double?) -> [HTML] {
      [
        HTML.element("td", ["class": "first"]) { NumberText.fixed(rmse, decimals: 4) },
        HTML.element("td") { interval.words(decimals: 4) },
        HTML.element("td") { explained.map { NumberText.fixed($0, decimals: 3) } ?? "–" },
      ]
    }
    return .section("Every question and answer") {
      HTML.element("p") {
        "Explained variance is 1 where predictions are perfect, and 0 where they are as good as the answer’s mean."
      }
      HTML.scrollingTable(
        label: "Errors of questions and answers",
        headings: ["question or answer", "RMSE", "95 % interval", "explained"]
      ) {
        HTML.row("all", style: "total") { for cell in cells(scores.rmse, interval, nil) { cell } }
        for (index, question) in DecisionTree.questions.enumerated() {
          HTML.row("\(question.number) \(question.title)", style: "total") {
            for cell in cells(scores.perQuestion[index], questionIntervals[index], nil) { cell }
          }
          for (column, answer) in zip(question.columns, question.answers) {
            HTML.row("\(DecisionTree.columnNames[column].dropFirst(5)) \(answer)") {
              for cell in cells(scores.perAnswer[column], answerIntervals[column], explainedVariance[column]) { cell }
            }
          }
        }
      }
    }
  }
}
