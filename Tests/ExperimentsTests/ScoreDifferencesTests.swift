// Scores of two networks, compared image by image: by hand.
import DataFiles
import Experiments
import ImageDatasets
import Testing

@Suite struct ScoreDifferencesTests {
  private func answers(_ task: any LearningTask, _ rows: [(String, [Float], [Float])]) -> LabelledAnswers {
    var answers = LabelledAnswers(task: task)
    for (name, answer, label) in rows { answers.append(name, answer, label: label) }
    return answers
  }

  /// Errors of 0.1 and 0.3 in size; of mass only one value is known.
  @Test func columnsAreComparedWhereTheyAreKnown() throws {
    let task = ColumnRegression(columns: ["size", "mass"])
    func rows(_ error: Float) -> [(String, [Float], [Float])] {
      (0..<20).map { ("g\($0)", [Float($0) + error, 5], [Float($0), $0 == 3 ? 4 : .nan]) }
    }
    let found = try ScoreDifferences(
      answers(task, rows(0.1)), against: answers(task, Array(rows(0.3).reversed())), named: "other")
    #expect(found.count == 20 && found.rows.map(\.name) == ["all, relative", "size", "mass"])
    #expect(abs(found.rows[1].scores[0] - 0.1) < 1e-5 && abs(found.rows[1].scores[1] - 0.3) < 1e-5)
    #expect(abs(found.rows[1].interval.lower + 0.2) < 1e-5 && abs(found.rows[1].interval.upper + 0.2) < 1e-5)
    #expect(found.rows[2].scores == [1, 1] && found.rows[2].difference == 0)
    #expect(found.verdict.hasPrefix("A is better"))
  }

  /// A finds 12 of 16, B 4: higher is better, and classes may be in another order.
  @Test func classesAreComparedByAccuracy() throws {
    let first = Classification(LabelNames(names: ["disk", "smooth"]))
    let second = Classification(LabelNames(names: ["smooth", "disk"]))
    let one = answers(first, (0..<16).map { ("\($0)", $0 % 4 == 0 ? [0.2, 0.8] : [0.8, 0.2], [0]) })
    let two = answers(second, (4..<20).map { ("\($0)", $0 % 4 == 0 ? [0.1, 0.9] : [0.9, 0.1], [1]) })
    let found = try ScoreDifferences(one, against: two, named: "other")
    #expect(found.count == 12 && found.rows.map(\.name) == ["all", "disk"])
    #expect(found.rows[0].scores == [0.75, 0.25] && found.rows[1].difference == 0.5)
    #expect(found.score == .accuracy && found.verdict.hasPrefix("A is better") == (found.rows[0].interval.lower > 0))
  }

  @Test func whatCannotBeComparedIsRefused() {
    let one = answers(ColumnRegression(columns: ["size"]), [("a", [1], [1])])
    #expect(throws: FileError.self) {
      try ScoreDifferences(one, against: answers(ColumnRegression(columns: ["mass"]), [("a", [1], [1])]), named: "x")
    }
    #expect(throws: FileError(path: "x", problem: "has no answer to any of the 1 images that it is compared on")) {
      try ScoreDifferences(one, against: answers(ColumnRegression(columns: ["size"]), [("b", [1], [1])]), named: "x")
    }
  }
}
