import GalaxyZoo
import Testing

@Suite struct DecisionTreeTests {
  @Test func columnsAreTheChallengesHeader() {
    let header =
      "Class1.1,Class1.2,Class1.3,Class2.1,Class2.2,Class3.1,Class3.2,Class4.1,Class4.2,Class5.1,Class5.2,Class5.3,"
      + "Class5.4,Class6.1,Class6.2,Class7.1,Class7.2,Class7.3,Class8.1,Class8.2,Class8.3,Class8.4,Class8.5,Class8.6,"
      + "Class8.7,Class9.1,Class9.2,Class9.3,Class10.1,Class10.2,Class10.3,Class11.1,Class11.2,Class11.3,Class11.4,"
      + "Class11.5,Class11.6"
    #expect(DecisionTree.columnNames.joined(separator: ",") == header)
    #expect(DecisionTree.columnNames.count == DecisionTree.columnCount)
  }

  @Test func questionsCoverTheColumnsInOrder() {
    var column = 0
    for (index, question) in DecisionTree.questions.enumerated() {
      #expect(question.number == index + 1)
      #expect(question.columns.lowerBound == column)
      #expect(question.columns.count == question.answers.count)
      #expect(question.next.count == question.answers.count)
      column = question.columns.upperBound
    }
    #expect(column == DecisionTree.columnCount)
  }

  @Test func parentsAreTheAnswersOfTheTable() {
    let parents = DecisionTree.questions.map { $0.parentColumn.map { DecisionTree.columnNames[$0] } ?? "1" }
    #expect(
      parents == [
        "1", "Class1.2", "Class2.2", "Class2.2", "Class2.2", "1", "Class1.1", "Class6.1", "Class2.1", "Class4.1",
        "Class4.1",
      ])
  }

  /// Every route begins at question 1; the questions on it are written out by hand from the published flow chart.
  @Test(arguments: [
    ([0, 0, 1], [1, 7, 6]),
    ([0, 2, 0, 3], [1, 7, 6, 8]),
    ([1, 0, 1, 1], [1, 2, 9, 6]),
    ([1, 1, 0, 0, 2, 5, 3, 0, 6], [1, 2, 3, 4, 10, 11, 5, 6, 8]),
    ([1, 1, 1, 1, 0, 1], [1, 2, 3, 4, 5, 6]),
    ([2], [1]),
  ])
  func routesFollowTheFlowChart(answers: [Int], expected: [Int]) {
    var asked: [Int] = []
    var next: Int? = 1
    for answer in answers {
      guard let number = next else { break }
      asked.append(number)
      next = DecisionTree.questions[number - 1].next[answer]
    }
    #expect(asked == expected)
    #expect(next == nil)
  }

  /// A galaxy with one volunteer: smooth, in between, not odd.
  private var smooth: [Float] {
    var row = [Float](repeating: 0, count: 37)
    row[0] = 1
    row[14] = 1
    row[16] = 1
    return row
  }

  @Test func consistentRowsHaveNoViolations() {
    #expect(DecisionTree.violations(in: smooth[...]) == [])
    var star = [Float](repeating: 0, count: 37)
    star[2] = 1
    star[13] = 0.25
    star[14] = 0.75
    star[23] = 0.25
    #expect(DecisionTree.violations(in: star[...]) == [])
  }

  @Test func violationsNameQuestionSumAndExpectation() {
    var row = smooth
    row[16] = 0.5
    row[13] = 0.25
    let violations = DecisionTree.violations(in: row[...])
    #expect(violations.map(\.question) == [6, 7, 8])
    #expect(violations.map(\.sum) == [1.25, 0.5, 0])
    #expect(violations.map(\.expected) == [1, 1, 0.25])
  }

  @Test func toleranceIsAboutTheSum() {
    var row = smooth
    row[16] = 1 - 0.9e-5
    #expect(DecisionTree.violations(in: row[...]) == [])
    row[16] = 1 - 1.1e-5
    #expect(DecisionTree.violations(in: row[...]).map(\.question) == [7])
    #expect(DecisionTree.violations(in: row[...], tolerance: 1e-4) == [])
    row[16] = .nan
    #expect(DecisionTree.violations(in: row[...], tolerance: 1).map(\.question) == [7])
  }

  @Test func slicesMayBeginAnywhere() {
    let rows = [Float](repeating: 9, count: 37) + smooth
    #expect(DecisionTree.violations(in: rows[37...]) == [])
    #expect(DecisionTree.violations(in: rows[..<37]).count == 11)
  }
}
