// How well a network expects votes.
internal import Foundation
internal import GalaxyZoo
internal import Reports
internal import Tensors
public import Training

/// Errors of expected votes.
///
/// Encodes as `{count, loss, rmse, questions: [{title, count, rmse}]}`.
public struct VoteCountScores: TaskScores {
  /// What is known of one question.
  public struct Question: Sendable, Equatable, Encodable {
    /// What it asks about.
    public let title: String
    /// Galaxies about which somebody was asked.
    public let count: Int
    /// Root of the mean squared error of the fractions of those who were asked, over these galaxies and all answers; nil
    /// without galaxies.
    public let rmse: Double?
  }

  /// The number of galaxies.
  public let count: Int
  /// The mean negative log-likelihood of a galaxy's votes.
  public let loss: Double
  /// Root of the mean squared error of the weighted fractions, over all galaxies and answers.
  public let rmse: Double
  /// The questions in their order.
  public let questions: [Question]

  public var measurements: Measurements { ["rmse": rmse] }

  public func lines() -> [String] {
    [
      TextTable.row("", "          RMSE      galaxies"),
      TextTable.row("all, weighted fractions", Self.cells(rmse, count)),
    ] + questions.map { TextTable.row($0.title, Self.cells($0.rmse, $0.count)) } + [
      "mean negative log-likelihood of a galaxy's votes: \(String(format: "%.5f", loss))"
    ]
  }

  private static func cells(_ rmse: Double?, _ count: Int) -> String {
    func padded(_ text: String) -> String { String(repeating: " ", count: max(1, 14 - text.count)) + text }
    return padded(rmse.map { String(format: "%.5f", $0) } ?? "-") + padded("\(count)")
  }

  /// The scores as a section of a report.
  var section: HTML {
    .section("Error per question") {
      HTML.element("p") {
        "Over the validation galaxies: root mean squared error of the fractions of those volunteers who were asked the "
        "question, where any were. Over the weighted fractions of all answers it is "
        "\(NumberText.fixed(rmse, decimals: 4)). Lower is better."
      }
      HTML.scrollingTable(label: "Error per question", headings: ["question", "RMSE", "galaxies"]) {
        for question in questions {
          HTML.row(question.title) {
            HTML.element("td") { question.rmse.map { NumberText.fixed($0, decimals: 4) } ?? "–" }
            HTML.element("td") { "\(question.count)" }
          }
        }
      }
    }
  }
}

/// Errors of expected votes being gathered.
struct VoteCountErrors: ScoreAccumulator {
  private let tree: DecisionTree
  private var count = 0
  private var lossSum = 0.0
  private var weightedSquares = 0.0
  private var questions: [(squares: Double, count: Int)]

  init(_ tree: DecisionTree) {
    self.tree = tree
    questions = tree.questions.map { _ in (0, 0) }
  }

  mutating func add(_ answers: Tensor, labels: [[Float]]) {
    let columns = tree.columnCount
    let concentrations = answers.scalars
    let losses = dirichletMultinomialLoss(
      concentrations: Variable(answers), counts: VoteCounts(tree).targets(labels).values,
      groups: tree.questions.map(\.columns), reduction: .none)
    lossSum += losses.value.scalars.reduce(0) { $0 + Double($1) }
    for (row, counts) in labels.enumerated() {
      let expected = concentrations[row * columns..<(row + 1) * columns]
      weightedSquares += tree.fractionErrors(concentrations: expected, counts: counts[...]).reduce(0) { $0 + $1 * $1 }
      for (index, question) in tree.questions.enumerated() {
        let votes = question.columns.reduce(0) { $0 + counts[$1] }
        if votes == 0 { continue }
        let total = question.columns.reduce(0) { $0 + expected[expected.startIndex + $1] }
        questions[index].count += 1
        questions[index].squares += question.columns.reduce(0) {
          $0 + Self.square(counts[$1] / votes, expected[expected.startIndex + $1] / total)
        }
      }
    }
    count += labels.count
  }

  private static func square(_ first: Float, _ second: Float) -> Double {
    (Double(first) - Double(second)) * (Double(first) - Double(second))
  }

  func scores(loss: Loss, meanLoss: Double?) -> (scores: any TaskScores, loss: Double) {
    let meanLoss = meanLoss ?? lossSum / Double(max(1, count))
    let scores = VoteCountScores(
      count: count, loss: meanLoss,
      rmse: (weightedSquares / Double(max(1, count * tree.columnCount))).squareRoot(),
      questions: zip(tree.questions, questions).map { question, sums in
        VoteCountScores.Question(
          title: question.title, count: sums.count,
          rmse: sums.count == 0
            ? nil : (sums.squares / Double(sums.count * question.answers.count)).squareRoot())
      })
    return (scores, meanLoss)
  }
}
