// Sums of the decision tree over many rows, worked out by hand.
import GalaxyZoo
import ImageDatasets
import Testing

@Suite struct TreeCheckTests {
  /// All smooth and round, not odd: every sum is right.
  private static var good: [Float] {
    var row = [Float](repeating: 0, count: 37)
    (row[0], row[14], row[15]) = (1, 1, 1)
    return row
  }

  private func check(_ rows: [(id: Int, row: [Float])]) -> TreeCheck {
    var check = TreeCheck()
    for (id, row) in rows { check.add(id: id, fractions: row[...]) }
    return check
  }

  @Test func goodRowsNeedNoWarning() {
    let check = check([(1, Self.good), (2, Self.good)])
    #expect(check.count == 2 && check.brokenCount == 0 && check.warning == nil)
    #expect(check.questions.map(\.brokenCount) == [Int](repeating: 0, count: 11))
  }

  @Test func theWorstOffendersAreKept() {
    let rows = [0.1, 0.4, 0.2, 0.3].enumerated().map { index, surplus in
      var row = Self.good
      row[2] = Float(surplus)
      return (id: index + 1, row: row)
    }
    let check = check(rows + [(9, Self.good)])
    #expect(check.count == 5 && check.brokenCount == 4 && check.unweightedCount == 0)
    #expect(check.questions[0].brokenCount == 4 && check.questions[0].worst.map(\.id) == [2, 4, 3])
    #expect(abs((check.questions[0].worst.first?.sum ?? 0) - 1.4) < 1e-6)
    #expect(check.questions[1...].allSatisfy { $0.brokenCount == 0 })
    #expect(
      check.warning
        == "4 of 5 rows break the decision tree, e.g. 1: Class1 sums to 1.1, not to 1; is this rev1?")
  }

  @Test func aRowNamesItsWorstSumFirst() {
    var check = TreeCheck()
    let words = check.add(id: 100_008, fractions: [Float](repeating: 0.5, count: 37)[...])
    // Questions of 7, 6, 4 and 3 answers of 0.5 each, against 0.5 or, for the first, 1.
    #expect(words.first == "Class8 sums to 3.5, not to 0.5")
    #expect(words.contains("Class1 sums to 1.5, not to 1") && words.count == 10)
    #expect(
      check.warning
        == "1 of 1 rows break the decision tree, e.g. 100008: Class1 sums to 1.5, not to 1; is this rev1?")
  }

  @Test func unweightedFractionsAreRecognised() {
    // Half smooth, half disk; of those who said disk all saw it edge-on, with a rounded bulge: not weighted.
    var row = [Float](repeating: 0, count: 37)
    (row[0], row[1], row[3], row[14], row[15], row[25]) = (0.5, 0.5, 1, 1, 1, 1)
    let check = check([(7, row), (8, row)])
    #expect(check.brokenCount == 2 && check.unweightedCount == 2)
    #expect(check.warning?.hasSuffix("are the fractions not weighted by the answers that lead to them?") == true)
    #expect(StaleRelease.finding(imageCount: 2, rowCount: 2, tree: check) == nil)
  }

  @Test func signsOfTheStaleRelease() throws {
    var bad = Self.good
    bad[3] = 0.5
    let (good, broken) = (check([(1, Self.good)]), check([(1, bad), (2, bad), (3, Self.good)]))
    #expect(StaleRelease.finding(imageCount: 61_578, rowCount: 61_578, tree: good) == nil)
    #expect(StaleRelease.finding(imageCount: 3, rowCount: 3, tree: broken)?.items.map(\.name) == ["sums"])
    #expect(StaleRelease.finding(imageCount: 70_948, rowCount: 70_948, tree: good)?.items.count == 2)
    let test = try #require(StaleRelease.finding(imageCount: 79_971, rowCount: nil, tree: nil))
    #expect(test.severity == .error && test.items.map(\.detail) == ["79971, as many as before rev1, which has 79975"])
  }
}
