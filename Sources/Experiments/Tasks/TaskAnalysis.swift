// What is known of answers beside their score.
internal import Foundation

/// How good answers are, in all and in parts, and how sure that is; encodes as the JSON that `galaxy evaluate` prints.
public protocol TaskAnalysis: Sendable, Encodable {
  /// The analysis as lines of text.
  func lines() -> [String]

  /// The analysis as parts of a page.
  var page: AnalysisPage { get }
}

/// How far an image's answers are from its label.
public struct ImageError: Sendable {
  /// One number for all answers: the larger, the worse.
  public let size: Double
  /// The fields of a table of errors behind the image's name; see ``LearningTask/errorColumns``.
  public let fields: [String]
}

/// The images with the largest and the smallest errors.
struct ErrorRanking: Sendable, Encodable {
  /// An image and its error.
  struct Entry: Sendable, Encodable {
    let id: String
    let error: Double
  }

  /// The images of the largest errors, the worst first.
  let worst: [Entry]
  /// The images of the smallest errors, the best first.
  let best: [Entry]

  private static let length = 5

  init(_ answers: LabelledAnswers) {
    let errors = zip(answers.answers, answers.labels).map { answers.task.error($0, label: $1).size }
    let order = errors.indices.sorted { (errors[$0], $0) < (errors[$1], $1) }
    func entry(_ index: Int) -> Entry { Entry(id: answers.identifiers[index], error: errors[index]) }
    best = order.prefix(Self.length).map(entry)
    worst = order.suffix(Self.length).reversed().map(entry)
  }

  /// The images in two lines.
  func lines() -> [String] {
    func names(_ entries: [Entry]) -> String {
      entries.map { "\($0.id) (\(String(format: "%.4f", $0.error)))" }.joined(separator: ", ")
    }
    return ["largest errors: \(names(worst))", "smallest errors: \(names(best))"]
  }
}
