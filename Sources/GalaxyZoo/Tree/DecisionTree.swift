// A tree of questions to volunteers, and which fractions of votes sum to what.
internal import Preconditions

/// The questions that volunteers are asked about a galaxy, the columns that hold their answers, and which answer leads to
/// which question.
///
/// A column holds the fraction of volunteers who gave an answer, weighted so that the answers of a question sum to the
/// fraction that led to it (Willett et al. 2013, and the rules of Kaggle's Galaxy Challenge), or how often it was given.
///
/// ``challenge`` is the tree of the Galaxy Challenge, and the static properties are about it. Trees of other surveys are
/// read from files.
public struct DecisionTree: Sendable, Equatable {
  /// One question with its answers.
  public struct Question: Sendable, Equatable {
    /// Its place among the questions, from 1.
    public let number: Int
    /// What it asks about, in a word or two.
    public let title: String
    /// Its answers, in the order of the columns.
    public let answers: [String]
    /// Its columns, counted from 0.
    public let columns: Range<Int>
    /// The column whose value its answers sum to; where there is none they sum to 1.
    public let parentColumn: Int?
    /// For every answer, the number of the question a volunteer is asked next; `nil` where the route ends.
    public let next: [Int?]
  }

  /// A question whose answers do not sum to what they should.
  public struct Violation: Equatable, Sendable {
    /// The question's number, from 1.
    public let question: Int
    /// What its answers sum to.
    public let sum: Double
    /// The value of its parent column, or 1.
    public let expected: Double
  }

  /// What the tree is called.
  public let name: String
  /// All questions, by number: question n is at index n − 1. A parent column belongs to an earlier question.
  public let questions: [Question]
  /// The name of every column, each once.
  public let columnNames: [String]

  /// The number of answers of all questions.
  public var columnCount: Int { columnNames.count }

  init(name: String, questions: [Question], columnNames: [String]) {
    self.name = name
    self.questions = questions
    self.columnNames = columnNames
  }

  /// The questions whose answers in `row`, a fraction for each column, miss their sum by more than `tolerance` or hold NaN.
  ///
  /// Rows of the challenge's revised solutions meet their sums to about 10⁻⁶.
  public func violations(in row: ArraySlice<Float>, tolerance: Double = 1e-5) -> [Violation] {
    require(
      row.count == columnCount, "DecisionTree.violations: expected \(columnCount) fractions, found \(row.count)")
    func value(_ column: Int) -> Double { Double(row[row.startIndex + column]) }
    return questions.compactMap { question in
      let sum = question.columns.reduce(0) { $0 + value($1) }
      let expected = question.parentColumn.map(value) ?? 1
      // Written so that a NaN is a violation.
      if abs(sum - expected) <= tolerance { return nil }
      return Violation(question: question.number, sum: sum, expected: expected)
    }
  }
}
