// A tree of questions, with how many come to each as the width of the ways.
internal import Preconditions

/// Questions from left to right, each answer a way to the next question that is the wider the more take it.
package struct FlowTree: Sendable {
  /// A question.
  package struct Question: Sendable {
    /// What it asks.
    package let title: String
    /// Its answers: what they are, the fraction of all who give it, and the index of the question that follows.
    package let answers: [(title: String, fraction: Double, next: Int?)]

    /// A question.
    package init(title: String, answers: [(title: String, fraction: Double, next: Int?)]) {
      self.title = title
      self.answers = answers
    }
  }

  private let questions: [Question]
  private let depths: [Int]

  private static let boxWidth = 168.0
  private static let columnWidth = 208.0
  private static let rowHeight = 20.0
  private static let headHeight = 26.0
  private static let gap = 22.0
  private static let widestWay = 26.0

  /// A tree whose first question is asked first.
  package init(_ questions: [Question]) {
    require(!questions.isEmpty, "FlowTree: expected one or more questions, found none")
    self.questions = questions
    var depths = [Int](repeating: 0, count: questions.count)
    // A question stands right of all that lead to it; of questions in a circle, as far right as there are questions.
    for _ in questions.indices {
      for (index, question) in questions.enumerated() {
        for next in question.answers.compactMap(\.next) where depths[next] <= depths[index] {
          depths[next] = min(depths[index] + 1, questions.count - 1)
        }
      }
    }
    self.depths = depths
  }

  private func height(_ index: Int) -> Double {
    Self.headHeight + Self.rowHeight * Double(questions[index].answers.count)
  }

  private func columnHeight(_ column: [Int]) -> Double {
    column.reduce(0) { $0 + height($1) } + Self.gap * Double(max(0, column.count - 1))
  }

  /// The drawing with a heading; it scrolls by itself where the page is narrower.
  package func figure(title: String, description: String) -> HTML {
    let columns = (0...(depths.max() ?? 0)).map { depth in questions.indices.filter { depths[$0] == depth } }
    let total = columns.map(columnHeight).max() ?? 0
    var places = [(x: Double, y: Double)](repeating: (0, 0), count: questions.count)
    for (depth, column) in columns.enumerated() {
      var y = (total - columnHeight(column)) / 2
      for index in column {
        places[index] = (Self.columnWidth * Double(depth), y)
        y += height(index) + Self.gap
      }
    }
    let width = Self.columnWidth * Double(columns.count - 1) + Self.boxWidth
    return .element("figure", ["class": "tree"]) {
      HTML.element("figcaption") { title }
      HTML.element("div", ["class": "scroll", "role": "region", "aria-label": title, "tabindex": "0"]) {
        HTML.element(
          "svg", ["role": "img", "aria-label": description, "width": "\(width)", "height": "\(total + 2)"]
        ) {
          for index in questions.indices { ways(from: index, places) }
          for index in questions.indices { box(index, at: places[index]) }
        }
      }
    }
  }

  private func ways(from index: Int, _ places: [(x: Double, y: Double)]) -> HTML {
    .element("g") {
      for (row, answer) in questions[index].answers.enumerated() {
        if let next = answer.next {
          let start = (x: places[index].x + Self.boxWidth, y: rowMiddle(row, places[index].y))
          let end = (x: places[next].x, y: places[next].y + Self.headHeight / 2)
          let bend = (end.x - start.x) / 2
          HTML.element(
            "path",
            [
              "class": "way",
              "stroke-width": NumberText.fixed(max(0.75, Self.widestWay * answer.fraction), decimals: 2),
              "d": "M\(start.x),\(start.y) C\(start.x + bend),\(start.y) \(end.x - bend),\(end.y) \(end.x),\(end.y)",
            ])
        }
      }
    }
  }

  private func rowMiddle(_ row: Int, _ top: Double) -> Double {
    top + Self.headHeight + Self.rowHeight * (Double(row) + 0.5)
  }

  private func box(_ index: Int, at place: (x: Double, y: Double)) -> HTML {
    let question = questions[index]
    return .element("g") {
      HTML.element(
        "rect",
        [
          "class": "box", "x": "\(place.x)", "y": "\(place.y)", "width": "\(Self.boxWidth)",
          "height": "\(height(index))",
          "rx": "3",
        ])
      HTML.element("text", ["class": "group", "x": "\(place.x + 8)", "y": "\(place.y + 17)"]) {
        "\(index + 1) \(question.title)"
      }
      for (row, answer) in question.answers.enumerated() {
        let middle = rowMiddle(row, place.y)
        HTML.element(
          "rect",
          [
            "class": "share", "x": "\(place.x)", "y": "\(middle - Self.rowHeight / 2 + 2)",
            "width": NumberText.fixed(Self.boxWidth * min(1, max(0, answer.fraction)), decimals: 1),
            "height": "\(Self.rowHeight - 4)",
          ])
        HTML.element("text", ["x": "\(place.x + 8)", "y": "\(middle)", "dy": "0.35em"]) { answer.title }
        HTML.element("text", ["class": "y", "x": "\(place.x + Self.boxWidth - 8)", "y": "\(middle)", "dy": "0.35em"]) {
          NumberText.fixed(answer.fraction, decimals: 3)
        }
      }
    }
  }
}
