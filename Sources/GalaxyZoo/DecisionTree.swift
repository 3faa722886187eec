// The questions that Galaxy Zoo 2 asked its volunteers, and which fractions sum to what.
internal import Preconditions

/// The decision tree of the Galaxy Challenge: 11 questions, whose 37 answers are the columns of a solutions file.
///
/// A column holds the fraction of volunteers who gave an answer, weighted so that the answers of a question sum to the
/// fraction that led to it (Willett et al. 2013, and the rules of Kaggle's Galaxy Challenge).
public enum DecisionTree {
  /// One question with its answers.
  public struct Question: Sendable {
    /// Its place in the challenge's column names, 1 to 11.
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
    /// The question's number, 1 to 11.
    public let question: Int
    /// What its answers sum to.
    public let sum: Double
    /// The value of its parent column, or 1.
    public let expected: Double
  }

  /// All questions, by number: question n is at index n − 1.
  ///
  /// Question 6 sums to 1 although a volunteer who answered 1.3 never saw it: the challenge's data are so.
  public static let questions: [Question] = [
    Question(
      number: 1, title: "shape", answers: ["smooth", "features or disk", "star or artifact"],
      columns: 0..<3, parentColumn: nil, next: [7, 2, nil]),
    Question(
      number: 2, title: "edge-on", answers: ["yes", "no"],
      columns: 3..<5, parentColumn: 1, next: [9, 3]),
    Question(
      number: 3, title: "bar", answers: ["yes", "no"],
      columns: 5..<7, parentColumn: 4, next: [4, 4]),
    Question(
      number: 4, title: "spiral", answers: ["yes", "no"],
      columns: 7..<9, parentColumn: 4, next: [10, 5]),
    Question(
      number: 5, title: "bulge", answers: ["none", "just noticeable", "obvious", "dominant"],
      columns: 9..<13, parentColumn: 4, next: [6, 6, 6, 6]),
    Question(
      number: 6, title: "odd", answers: ["yes", "no"],
      columns: 13..<15, parentColumn: nil, next: [8, nil]),
    Question(
      number: 7, title: "roundness", answers: ["completely round", "in between", "cigar"],
      columns: 15..<18, parentColumn: 0, next: [6, 6, 6]),
    Question(
      number: 8, title: "odd feature",
      answers: ["ring", "lens or arc", "disturbed", "irregular", "other", "merger", "dust lane"],
      columns: 18..<25, parentColumn: 13, next: [nil, nil, nil, nil, nil, nil, nil]),
    Question(
      number: 9, title: "bulge edge-on", answers: ["rounded", "boxy", "none"],
      columns: 25..<28, parentColumn: 3, next: [6, 6, 6]),
    Question(
      number: 10, title: "winding", answers: ["tight", "medium", "loose"],
      columns: 28..<31, parentColumn: 7, next: [11, 11, 11]),
    Question(
      number: 11, title: "arms", answers: ["1", "2", "3", "4", "more than 4", "can't tell"],
      columns: 31..<37, parentColumn: 7, next: [5, 5, 5, 5, 5, 5]),
  ]

  /// The number of answers of all questions, 37.
  public static let columnCount = 37

  /// The challenge's name of every column: `Class1.1` to `Class11.6`.
  public static let columnNames: [String] = questions.flatMap { question in
    question.answers.indices.map { "Class\(question.number).\($0 + 1)" }
  }

  /// The questions whose answers in `row`, 37 fractions, miss their sum by more than `tolerance` or hold NaN.
  ///
  /// Rows of the challenge's revised solutions meet their sums to about 10⁻⁶.
  public static func violations(in row: ArraySlice<Float>, tolerance: Double = 1e-5) -> [Violation] {
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
