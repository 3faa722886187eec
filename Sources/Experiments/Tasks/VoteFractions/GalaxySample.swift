// A galaxy with the volunteers' answers and the network's, for the report.
package import Reports

/// A galaxy that the network was not trained on.
package struct GalaxySample: Sendable {
  /// The answers to a question about it: the volunteers' weighted fractions are given, the network's expected.
  package struct Question: Sendable {
    /// What it asks about.
    package let title: String
    /// All its answers.
    package let answers: [BarPairs.Row]

    /// A question.
    package init(title: String, answers: [BarPairs.Row]) {
      self.title = title
      self.answers = answers
    }
  }

  /// Its name in the catalogue.
  package let identifier: String
  /// Its image, the bytes of a JPEG or PNG file.
  package let picture: [UInt8]
  /// All questions about it.
  package let questions: [Question]

  /// A galaxy.
  package init(identifier: String, picture: [UInt8], questions: [Question]) {
    self.identifier = identifier
    self.picture = picture
    self.questions = questions
  }

  /// The section of a report on some galaxies.
  package static func section(_ samples: [GalaxySample], network: String) -> HTML {
    .section("Validation galaxies") {
      HTML.element("p") {
        "Weighted fractions of the volunteers’ answers, true and predicted. A question is left out where both have fewer "
        "than \(Int(100 * Question.notableWeight))\u{A0}% of the volunteers reach it."
      }
      BarPairs.legend(given: "volunteers", expected: network)
      for sample in samples { sample.article.html }
    }
  }

  /// Root of the mean squared error over all answers; NaN without answers.
  var rmse: Double {
    let answers = questions.flatMap(\.answers)
    let squares = answers.reduce(0) { $0 + ($1.given - $1.expected) * ($1.given - $1.expected) }
    return (squares / Double(answers.count)).squareRoot()
  }

  private var article: PictureArticle {
    PictureArticle(
      picture: picture, description: "Image of galaxy \(identifier)", title: identifier,
      note: "RMSE \(NumberText.fixed(rmse, decimals: 4))", tables: questions.filter(\.isNotable).map(\.table))
  }
}

extension GalaxySample.Question {
  /// Questions that a smaller part of the volunteers came to are not shown.
  static let notableWeight = 0.2

  /// Whether enough volunteers came to the question, or should have, by the network.
  var isNotable: Bool {
    let truth = answers.reduce(0) { $0 + $1.given }
    let prediction = answers.reduce(0) { $0 + $1.expected }
    return max(truth, prediction) >= Self.notableWeight
  }

  var table: HTML {
    BarPairs(title: title, headings: ("answer", "volunteers", "network"), rows: answers).table
  }
}
