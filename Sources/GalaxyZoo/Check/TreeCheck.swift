// Which rows of a table of votes break the decision tree, and by how much.
internal import Foundation

/// The sums of the eleven questions over many galaxies.
public struct TreeCheck: Sendable, Encodable {
  /// A row that breaks a sum.
  public struct Offender: Sendable, Equatable, Encodable {
    /// The galaxy.
    public let id: Int
    /// What the answers of the question sum to.
    public let sum: Double
    /// What they should sum to.
    public let expected: Double

    /// How far the sum is off; infinite where it is no number.
    var deviation: Double { (sum - expected).isNaN ? .infinity : abs(sum - expected) }
  }

  /// What is known of one question.
  public struct Question: Sendable, Equatable, Encodable {
    /// Its number, 1 to 11.
    public let number: Int
    /// What it asks about.
    public let title: String
    /// Rows that break its sum.
    public fileprivate(set) var brokenCount = 0
    /// The rows that are off by most, at most three, the worst first.
    public fileprivate(set) var worst: [Offender] = []
  }

  /// Rows so far.
  public private(set) var count = 0
  /// Rows that break a sum.
  public private(set) var brokenCount = 0
  /// Rows that break a sum because the answers of every question sum to 1, as fractions do that are not weighted.
  public private(set) var unweightedCount = 0
  /// The questions, by number.
  public private(set) var questions = DecisionTree.questions.map { Question(number: $0.number, title: $0.title) }
  private var first: String?

  private enum CodingKeys: CodingKey { case count, brokenCount, unweightedCount, questions }

  /// No rows yet.
  public init() {}

  /// Takes in the 37 fractions of galaxy `id`.
  ///
  /// - Returns: the sums that the row breaks, the worst first, in words, such as `Class1 sums to 1.5, not to 1`.
  @discardableResult public mutating func add(id: Int, fractions: ArraySlice<Float>) -> [String] {
    count += 1
    let violations = DecisionTree.violations(in: fractions)
    if violations.isEmpty { return [] }
    brokenCount += 1
    if Self.isUnweighted(fractions) { unweightedCount += 1 }
    let offences = violations.map { violation in
      (violation, Offender(id: id, sum: violation.sum, expected: violation.expected))
    }
    for (violation, offender) in offences { questions[violation.question - 1].add(offender) }
    func words(_ violation: DecisionTree.Violation, _ offender: Offender) -> String {
      "Class\(violation.question) sums to \(Self.text(offender.sum)), not to \(Self.text(offender.expected))"
    }
    if first == nil { first = offences.first.map { "\(id): \(words($0, $1))" } }
    return offences.sorted { $0.1.deviation > $1.1.deviation }.map { words($0, $1) }
  }

  /// What a user should know before a network learns such rows, as one line; nil where no row breaks the tree.
  public var warning: String? {
    guard let first else { return nil }
    let question =
      2 * unweightedCount > brokenCount
      ? "are the fractions not weighted by the answers that lead to them?" : "is this rev1?"
    return "\(brokenCount) of \(count) rows break the decision tree, e.g. \(first); \(question)"
  }

  private static func text(_ number: Double) -> String { String(format: "%.5g", number) }

  /// Whether all answers sum to 1 question by question, where a question has answers at all.
  private static func isUnweighted(_ fractions: ArraySlice<Float>) -> Bool {
    DecisionTree.questions.allSatisfy { question in
      let sum = question.columns.reduce(0) { $0 + Double(fractions[fractions.startIndex + $1]) }
      return abs(sum) <= 1e-3 || abs(sum - 1) <= 1e-3
    }
  }
}

extension TreeCheck.Question {
  fileprivate mutating func add(_ offender: TreeCheck.Offender) {
    brokenCount += 1
    let place = worst.firstIndex { $0.deviation < offender.deviation } ?? worst.count
    worst.insert(offender, at: place)
    if worst.count > 3 { worst.removeLast() }
  }
}
