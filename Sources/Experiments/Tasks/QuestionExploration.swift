// What there is to see in the answers to the questions of a decision tree.
internal import GalaxyZoo
internal import ImageDatasets
internal import Reports
internal import Training

/// Weighted fractions of the answers to a tree's questions, looked at.
struct QuestionExploration {
  private let tree: DecisionTree
  private let material: ExplorationMaterial
  private let rows: [[Float]]
  private let statistics: ColumnStatistics

  private static let bins = 20
  private static let ambiguousCount = 12

  /// - Parameter rows: the weighted fractions of every image, a column for each answer of the tree.
  init(_ tree: DecisionTree, rows: [[Float]], material: ExplorationMaterial) {
    self.tree = tree
    self.rows = rows
    self.material = material
    statistics = ColumnStatistics(rows, columns: tree.columnCount)
  }

  func told(progress: (WorkProgress) -> Void) -> TaskExploration {
    TaskExploration(
      figures: [
        KeyFigure("\(tree.questions.count)", "questions"), KeyFigure("\(tree.columnCount)", "answers"),
      ],
      sections: [flow, mostConfident(progress), means, distributions, correlations, ambiguous(progress)])
  }

  private func title(_ question: DecisionTree.Question, _ index: Int) -> String {
    "\(question.title): \(question.answers[index])"
  }

  private var flow: HTML {
    let tree = FlowTree(
      tree.questions.map { question in
        FlowTree.Question(
          title: question.title,
          answers: question.answers.indices.map { index in
            (
              question.answers[index], statistics.columns[question.columns.lowerBound + index].mean,
              question.next[index].map { $0 - 1 }
            )
          })
      })
    return .section("The flow of votes") {
      HTML.element("p") {
        "Every volunteer begins at the left. The number at an answer is the mean fraction of all volunteers who gave it; "
        "the wider a way, the more took it."
      }
      tree.figure(
        title: self.tree.name,
        description:
          "The decision tree of \(self.tree.questions.count) questions with the mean fraction of every answer")
    }
  }

  private func mostConfident(_ progress: (WorkProgress) -> Void) -> HTML {
    let columns = statistics.columns
    var items: [Gallery.Item] = []
    for question in tree.questions {
      for (index, column) in question.columns.enumerated() {
        progress(WorkProgress("reading images", items.count, tree.columnCount))
        guard let position = columns[column].largest else { continue }
        items.append(
          material.item(
            position, title: title(question, index),
            note: "\(tree.columnNames[column]), \(NumberText.fixed(Double(rows[position][column]), decimals: 3)): "
              + material.images.identifiers[position]))
      }
    }
    return .section("The most confident example of every answer") {
      HTML.element("p") {
        "The image of which the largest fraction of volunteers gave the answer, as it is and as the network sees it."
      }
      Gallery(items).html
    }
  }

  private var means: HTML {
    .section("Means and clear majorities") {
      HTML.element("p") {
        "The mean fraction of each answer, and the number of images of which more than half of the volunteers gave it."
      }
      HTML.scrollingTable(
        label: "Means of all answers", headings: ["answer", "column", "mean", "deviation", "above 0.5"]
      ) {
        for question in tree.questions {
          for (index, column) in question.columns.enumerated() {
            HTML.row(title(question, index)) {
              HTML.element("td") { tree.columnNames[column] }
              HTML.element("td", ["class": "first"]) {
                NumberText.fixed(statistics.columns[column].mean, decimals: 4)
              }
              HTML.element("td") { NumberText.fixed(statistics.columns[column].deviation, decimals: 4) }
              HTML.element("td") { NumberText.count(statistics.count(of: column, above: 0.5)) }
            }
          }
        }
      }
    }
  }

  private var distributions: HTML {
    .section("Distributions") {
      HTML.element("p") {
        "How the fractions of each answer are distributed over the images, from 0 to 1 in \(Self.bins) parts; "
        "the heights of each chart are relative to its tallest bar."
      }
      for question in tree.questions {
        HTML.element("h3") { "\(question.number) \(question.title)" }
        Histogram.grid(
          question.columns.enumerated().map { index, column in
            Histogram(
              title: question.answers[index], counts: statistics.histogram(of: column, over: 0...1, bins: Self.bins),
              ends: ("0", "1"), note: "mean \(NumberText.fixed(statistics.columns[column].mean, decimals: 3))")
          })
      }
    }
  }

  private var correlations: HTML {
    .section("Correlations") {
      HTML.element("p") {
        "Which answers go together (blue) and which exclude each other (brown); the stronger the colour, the nearer to "
        "1 or -1 is the correlation of their fractions."
      }
      HeatMap(
        title: "All answers",
        description:
          "Correlations of the fractions of all \(tree.columnCount) answers; the tables below say them of each "
          + "question", names: tree.columnNames, values: statistics.correlations(of: 0..<tree.columnCount)
      ).figure
      HTML.element("div", ["class": "maps"]) {
        for question in tree.questions {
          HeatMap(
            title: "\(question.number) \(question.title)",
            description: "Correlations of the answers about \(question.title)", names: question.answers,
            values: statistics.correlations(of: question.columns)
          ).figure
        }
      }
      HTML.element("details") {
        HTML.element("summary") { "Correlations as tables" }
        for question in tree.questions { table(question) }
      }
    }
  }

  private func table(_ question: DecisionTree.Question) -> HTML {
    .scrollingTable(
      label: "Correlations of the answers about \(question.title)", headings: [question.title] + question.answers
    ) {
      for (index, row) in statistics.correlations(of: question.columns).enumerated() {
        HTML.row(question.answers[index]) {
          for value in row { HTML.element("td") { NumberText.fixed(value, decimals: 2) } }
        }
      }
    }
  }

  private func ambiguous(_ progress: (WorkProgress) -> Void) -> HTML {
    let disagreements = rows.map { tree.disagreement(in: $0[...]) }
    let order = rows.indices.sorted { (-disagreements[$0], $0) < (-disagreements[$1], $1) }
    var items: [Gallery.Item] = []
    for position in order.prefix(Self.ambiguousCount) {
      progress(WorkProgress("reading images", items.count, Self.ambiguousCount))
      items.append(
        material.item(
          position, title: material.images.identifiers[position],
          note: "disagreement \(NumberText.fixed(disagreements[position], decimals: 3))"))
    }
    return .section("The most ambiguous galaxies") {
      HTML.element("p") {
        "Where volunteers disagreed most: the mean entropy of the answers to the questions, 0 where all agree and 1 where "
        "the answers are spread evenly. A question counts by the fraction of volunteers who came to it."
      }
      Gallery(items).html
    }
  }
}
