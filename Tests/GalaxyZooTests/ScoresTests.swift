import Foundation
import GalaxyZoo
import Testing

@Suite struct ScoresTests {
  private let zeros = [Float](repeating: 0, count: 37)

  @Test func perfectPredictionsScoreZero() {
    var scores = Scores()
    scores.add(prediction: zeros[...], truth: zeros[...])
    #expect(scores.table.rmse == 0)
    #expect(scores.table.perQuestion == [Double](repeating: 0, count: 11))
  }

  /// Two galaxies, errors by hand: 3 and 4 on Class1.1, 1 on Class6.2 of the second.
  @Test func scoresAreRootsOfMeansOfSquares() {
    var scores = Scores()
    var first = zeros
    first[0] = 3
    var second = zeros
    second[0] = -4
    second[14] = 1
    scores.add(prediction: first[...], truth: zeros[...])
    scores.add(prediction: zeros[...], truth: second[...])
    let table = scores.table
    #expect(table.count == 2)
    #expect(abs(table.rmse - (26.0 / 74).squareRoot()) < 1e-15)
    #expect(abs(table.perAnswer[0] - 12.5.squareRoot()) < 1e-15)
    #expect(abs(table.perAnswer[14] - 0.5.squareRoot()) < 1e-15)
    #expect(abs(table.perQuestion[0] - (25.0 / 6).squareRoot()) < 1e-15)
    #expect(abs(table.perQuestion[5] - 0.5) < 1e-15)
    #expect(table.perQuestion[6] == 0)
  }

  @Test func slicesMayBeginAnywhere() {
    var scores = Scores()
    let rows = zeros + [Float](repeating: 1, count: 37)
    scores.add(prediction: rows[37...], truth: rows[..<37])
    #expect(scores.table.rmse == 1)
  }

  @Test func sumsAreKeptInDouble() {
    var scores = Scores()
    let tenth = [Float](repeating: 0.1, count: 37)
    for _ in 0..<100_000 { scores.add(prediction: tenth[...], truth: zeros[...]) }
    #expect(abs(scores.table.rmse - Double(0.1 as Float)) < 1e-12)
  }

  @Test func jsonNamesQuestionsAndAnswers() throws {
    var scores = Scores()
    var prediction = zeros
    prediction[36] = 0.5
    scores.add(prediction: prediction[...], truth: zeros[...])
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(scores.table))
    let table = try #require(json as? [String: Any])
    #expect(Set(table.keys) == ["count", "rmse", "perQuestion", "perAnswer"])
    #expect(table["count"] as? Int == 1)
    let questions = try #require(table["perQuestion"] as? [String: Double])
    #expect(Set(questions.keys) == Set((1...11).map(String.init)))
    #expect(abs(questions["11", default: 0] - (0.25 / 6).squareRoot()) < 1e-15)
    let answers = try #require(table["perAnswer"] as? [String: Double])
    #expect(Set(answers.keys) == Set(DecisionTree.columnNames))
    #expect(answers["Class11.6"] == 0.5)
  }
}
