// The report's section on single galaxies.
internal import Foundation

extension TrainingReport {
  /// Some galaxies with true and predicted answers.
  var samplesSection: HTML {
    .element("section") {
      HTML.element("h2") { "Validation galaxies" }
      HTML.element("p") {
        "Weighted fractions of the volunteers’ answers, true and predicted. A question is left out where both have fewer "
        "than \(Int(100 * Question.notableWeight))\u{A0}% of the volunteers reach it."
      }
      HTML.element("ul", ["class": "legend"]) {
        HTML.element("li") {
          HTML.element("span", ["class": "key bar truth"])
          "volunteers"
        }
        HTML.element("li") {
          HTML.element("span", ["class": "key bar network"])
          network
        }
      }
      for sample in samples { sample.article }
    }
  }
}

extension TrainingReport.Sample {
  /// Root of the mean squared error over all answers; NaN without answers.
  var rmse: Double {
    let answers = questions.flatMap(\.answers)
    let squares = answers.reduce(0) { $0 + ($1.truth - $1.prediction) * ($1.truth - $1.prediction) }
    return (squares / Double(answers.count)).squareRoot()
  }

  fileprivate var article: HTML {
    .element("article") {
      HTML.element("div", ["class": "portrait"]) {
        HTML.element(
          "img",
          [
            "src": "data:image/jpeg;base64,\(Data(jpeg).base64EncodedString())", "alt": "Image of galaxy \(identifier)",
          ])
        HTML.element("h3") { identifier }
        HTML.element("p") { "RMSE \(NumberText.fixed(rmse, decimals: 4))" }
      }
      HTML.element("div", ["class": "answers"]) {
        for question in questions where question.isNotable { question.table }
      }
    }
  }
}

extension TrainingReport.Question {
  /// Questions that a smaller part of the volunteers came to are not shown.
  static let notableWeight = 0.2

  /// Whether enough volunteers came to the question, or should have, by the network.
  var isNotable: Bool {
    let truth = answers.reduce(0) { $0 + $1.truth }
    let prediction = answers.reduce(0) { $0 + $1.prediction }
    return max(truth, prediction) >= Self.notableWeight
  }

  fileprivate var table: HTML {
    .element("table") {
      HTML.element("caption") { title }
      HTML.element("thead", ["class": "unseen"]) {
        HTML.element("tr") {
          for heading in ["answer", "bars", "volunteers", "network"] {
            HTML.element("th", ["scope": "col"]) { heading }
          }
        }
      }
      HTML.element("tbody") {
        for answer in answers {
          HTML.element("tr") {
            HTML.element("th", ["scope": "row"]) { answer.label }
            HTML.element("td", ["class": "pair", "aria-hidden": "true"]) {
              Self.bar(answer.truth, style: "truth")
              Self.bar(answer.prediction, style: "network")
            }
            HTML.element("td", ["class": "truth"]) { NumberText.fixed(answer.truth, decimals: 2) }
            HTML.element("td", ["class": "network"]) { NumberText.fixed(answer.prediction, decimals: 2) }
          }
        }
      }
    }
  }

  private static func bar(_ fraction: Double, style: String) -> HTML {
    let width = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    return .element(
      "span", ["class": style, "style": "width:\(NumberText.fixed(100 * width, decimals: 1))%"])
  }
}
