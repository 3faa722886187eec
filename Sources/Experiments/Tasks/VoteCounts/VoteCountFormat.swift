// Expected votes as a CSV file.
internal import Foundation
internal import GalaxyZoo

/// Rows of the identifier, for each answer the expected fraction of those who are asked the question with the interval that
/// holds it with a probability of 90 per cent, and the concentrations that these follow from.
struct VoteCountFormat: PredictionFormat {
  let tree: DecisionTree
  let idColumn: String
  /// Concentrations are never outside their range.
  let range: ClosedRange<Float>? = nil

  var leadingColumns: [String] {
    [idColumn] + tree.columnNames.flatMap { ["\($0)_fraction", "\($0)_low", "\($0)_high"] }
  }

  var answerColumns: [String] { tree.columnNames.map { "\($0)_concentration" } }

  func subject(identifier: String, file: String) -> String { "galaxy \(identifier)" }

  func leadingFields(identifier: String, file: String, answers: ArraySlice<Float>) -> [String] {
    [identifier]
      + tree.questions.flatMap { question in
        let votes = ExpectedVotes(concentrations: question.columns.map { answers[answers.startIndex + $0] })
        return votes.fractions.enumerated().flatMap { index, fraction in
          let interval = votes.interval(ofAnswer: index, probability: 0.9)
          return [fraction, interval.lowerBound, interval.upperBound].map { String(format: "%.6f", $0) }
        }
      }
  }

  /// A Float's description is the shortest text that reads back as the same number.
  func append(_ number: Float, to line: inout [UInt8]) { line += "\(number)".utf8 }
}
