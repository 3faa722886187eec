// Fractions of all, and of those who were asked.
import GalaxyZoo
import Testing

@Suite struct DecisionTreeFractionsTests {
  private let tree: DecisionTree

  init() throws {
    let folder = try TemporaryFolder()
    tree = try DecisionTree(path: folder.file("tree.yaml", DecisionTreeFileTests.small))
  }

  @Test func fractionsByHand() {
    let weighted: [Float] = [0.25, 0.75, 0.1875, 0.5625]
    let conditional: [Float] = [0.25, 0.75, 0.25, 0.75]
    #expect(tree.conditional(weighted[...]) == conditional)
    #expect(tree.weighted(conditional[...]) == weighted)
    #expect(tree.weighted(counts: [10, 30, 6, 18]) == weighted)
  }

  /// Nobody saw a disk, so nobody was asked about a bar.
  @Test func nobodyAskedIsZeroAndNotNaN() {
    #expect(tree.conditional([1, 0, 0, 0]) == [1, 0, 0, 0])
    #expect(tree.weighted([1, 0, 0.5, 0.5]) == [1, 0, 0, 0])
    #expect(tree.weighted(counts: [12, 0, 0, 0]) == [1, 0, 0, 0])
    #expect(tree.weighted(counts: [0, 0, 0, 0]) == [0, 0, 0, 0])
  }

  @Test func slicesMayBeginAnywhere() {
    let rows: [Float] = [9, 9, 0.5, 0.5, 0.25, 0.25]
    #expect(tree.conditional(rows[2...]) == [0.5, 0.5, 0.5, 0.5])
  }

  /// The challenge's question 4.1 → 11 lies four questions deep.
  @Test func deepAnswersAreWeightedByAllAnswersAhead() {
    var conditional = [Float](repeating: 0.5, count: DecisionTree.columnCount)
    conditional[31] = 1
    let weighted = DecisionTree.challenge.weighted(conditional[...])
    #expect(weighted[1] == 0.5 && weighted[4] == 0.25 && weighted[7] == 0.125 && weighted[31] == 0.125)
  }
}
