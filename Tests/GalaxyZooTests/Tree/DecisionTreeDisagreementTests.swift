// Disagreement of volunteers, by hand.
import Foundation
import GalaxyZoo
import Testing

@Suite struct DecisionTreeDisagreementTests {
  private let tree: DecisionTree

  init() throws {
    let folder = try TemporaryFolder()
    tree = try DecisionTree(path: folder.file("tree.yaml", DecisionTreeFileTests.small))
  }

  @Test func disagreementByHand() {
    // All agree.
    #expect(tree.disagreement(in: [1, 0, 0, 0]) == 0)
    #expect(tree.disagreement(in: [0, 1, 1, 0]) == 0)
    // Both questions are open.
    #expect(abs(tree.disagreement(in: [0.5, 0.5, 0.25, 0.25]) - 1) < 1e-12)
    // The first is open, the second, to which half of them come, is not.
    #expect(abs(tree.disagreement(in: [0.5, 0.5, 0.5, 0]) - 1 / 1.5) < 1e-12)
    // The entropy of a quarter and three quarters.
    let entropy = -(0.25 * log2(0.25) + 0.75 * log2(0.75))
    #expect(abs(tree.disagreement(in: [0.25, 0.75, 0.75, 0]) - entropy / 1.75) < 1e-7)
  }
}
