// An analysis of a classifier as parts of a page.
internal import ImageDatasets
internal import NeuralNetwork
internal import Reports

extension ClassAnalysis {
  /// Accuracy with its interval, what is taken for what, every class, calibration.
  public var page: AnalysisPage {
    AnalysisPage(
      figures: [
        KeyFigure(NumberText.fixed(scores.accuracy, decimals: 3), "accuracy; higher is better", isMain: true),
        KeyFigure(accuracyInterval.words(decimals: 3), "95 % interval (Wilson)"),
        KeyFigure(NumberText.fixed(scores.loss, decimals: 4), "loss; lower is better"),
      ] + firstFive,
      meaning:
        "Accuracy is the share of the images whose class was found: higher is better, and 1 is perfect. The interval "
        + "holds it in 95 of 100 such samples of images.",
      sections: [
        confusion, classes, calibration.section(observed: "right", of: "probability", as: "share that was right"),
      ],
      errorMeaning: "The error of an image is 1 less the probability of its class; beside it are the likeliest classes."
    )
  }

  /// Of up to five classes the right one is always among the first five.
  private var firstFive: [KeyFigure] {
    guard scores.outputs.count > ClassScores.shortList else { return [] }
    return [KeyFigure(NumberText.fixed(scores.top5Accuracy, decimals: 3), "class among the first five")]
  }

  private var confusion: HTML {
    .section("What is taken for what") {
      HTML.element("p") { "A row for every class; its columns count the images by the class that they were given." }
      ConfusionTable(
        titles: scores.outputs.titles, counts: scores.confusion.counts,
        recalls: scores.confusion.counts.indices.map(scores.confusion.recall(of:)),
        mistakes: scores.confusion.mistakes
      ).table
    }
  }

  private var classes: HTML {
    .section("Every class") {
      HTML.element("p") { "Recall is the share of a class’s images that were found, with its 95 % interval (Wilson)." }
      HTML.scrollingTable(label: "Recall of every class", headings: ["class", "images", "recall", "95 % interval"]) {
        for (index, row) in scores.confusion.counts.enumerated() {
          let count = row.reduce(0, +)
          HTML.row(scores.outputs.titles[index]) {
            HTML.element("td") { NumberText.count(count) }
            HTML.element("td", ["class": "first"]) {
              scores.confusion.recall(of: index).map { NumberText.fixed($0, decimals: 3) } ?? "–"
            }
            HTML.element("td") { count > 0 ? Interval(hits: row[index], trials: count).words(decimals: 3) : "–" }
          }
        }
      }
    }
  }
}
