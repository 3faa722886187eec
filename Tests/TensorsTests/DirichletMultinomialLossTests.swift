// The loss of counted votes against PyTorch and SciPy, finite differences, and by hand.
import Foundation
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct DirichletMultinomialLossTests {
  private static let groups = [0..<3, 3..<5, 5..<9]

  @Test(arguments: ["few", "many", "small"]) func valuesAndGradientsArePyTorchs(testCase: String) throws {
    let fixture = try Fixture("dirichletMultinomialLoss", in: .module)
    #expect(fixture.cases.count == 3)
    try expectLossAndGradient(of: testCase, in: fixture) { concentrations in
      dirichletMultinomialLoss(
        concentrations: concentrations, counts: try #require(fixture.tensor(testCase, "counts")), groups: Self.groups)
    }
  }

  @Test(arguments: [Reduction.mean, .sum, .none]) func gradientIsTheDerivative(reduction: Reduction) {
    let counts = Tensor([2, 5], scalars: [3, 0, 5, 1, 0, 0, 0, 0, 2, 7])
    let weights = Tensor([2], scalars: [1, 0.5])
    #expect(
      gradientMismatches(at: [.random([2, 5], in: 1...20)]) {
        sum(
          dirichletMultinomialLoss(
            concentrations: $0[0], counts: counts, groups: [0..<3, 3..<5], weights: weights, reduction: reduction))
      }.isEmpty)
  }

  /// One vote of two answers that are equally likely: log 2. Two votes for one of two answers with concentrations 1, where all
  /// numbers of votes are equally likely: log 3.
  @Test func smallCountsByHand() {
    let loss = dirichletMultinomialLoss(
      concentrations: Variable(Tensor([2, 2], scalars: [7, 7, 1, 1])), counts: Tensor([2, 2], scalars: [1, 0, 2, 0]),
      groups: [0..<2], reduction: .none)
    #expect(abs(Double(loss.value.scalars[0]) - log(2)) < 1e-6)
    #expect(abs(Double(loss.value.scalars[1]) - log(3)) < 1e-6)
  }

  @Test func questionsWithoutVotesCostNothing() throws {
    let tape = Tape()
    let concentrations = tape.track(.random([1, 4], in: 1...9))
    let loss = dirichletMultinomialLoss(
      concentrations: concentrations, counts: Tensor([1, 4], scalars: [0, 0, 1, 2]), groups: [0..<2, 2..<4])
    let gradient = try #require(tape.gradients(of: loss)[concentrations])
    #expect(gradient.scalars[..<2] == [0, 0])
    #expect(gradient.scalars[2...].allSatisfy { $0 != 0 })
  }
}
