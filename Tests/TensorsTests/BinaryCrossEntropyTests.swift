// The loss of independent answers against PyTorch and finite differences.
import Foundation
import GradientChecking
import Tensors
import TestSupport
import Testing

@Suite struct BinaryCrossEntropyTests {
  @Test(arguments: ["matrix", "extreme", "sure"]) func valuesAndGradientsArePyTorchs(testCase: String) throws {
    let fixture = try Fixture("binaryCrossEntropy", in: .module)
    #expect(fixture.cases.count == 3)
    try expectLossAndGradient(of: testCase, in: fixture) { logits in
      binaryCrossEntropy(logits: logits, targets: try #require(fixture.tensor(testCase, "targets")))
    }
  }

  @Test func gradientIsTheDerivative() {
    let targets = Tensor.random([3, 5], in: 0...1, seed: 2)
    #expect(
      gradientMismatches(at: [.random([3, 5], in: -2...2)]) {
        15 * binaryCrossEntropy(logits: $0[0], targets: targets)
      }.isEmpty)
  }

  /// By hand: undecided answers cost log 2, whatever the truth.
  @Test func undecidedAnswersCostLogTwo() {
    let loss = binaryCrossEntropy(
      logits: Variable(Tensor([3], repeating: 0)), targets: Tensor([3], scalars: [0, 0.25, 1]))
    #expect(abs(Double(loss.value.scalar) - log(2)) < 1e-7)
  }
}
