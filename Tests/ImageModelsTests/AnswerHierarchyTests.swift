// Outputs that obey a hierarchy of questions.
import Foundation
import GradientChecking
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite struct AnswerHierarchyTests {
  /// Two answers; three to those who gave the second; two to those who gave the last of these; two to everybody.
  static let hierarchy = AnswerHierarchy([
    .init(answers: 2), .init(answers: 3, parent: 1), .init(answers: 2, parent: 4), .init(answers: 2),
  ])

  @Test func fractionsByHand() {
    let logits: [Float] = [0, log(3), log(2), 0, log(5), 0, log(4), log(9), 0]
    let fractions = Self.hierarchy.fractions(ofLogits: Variable(Tensor([1, 9], scalars: logits))).value
    // 1/4 and 3/4; of 3/4: 2/8, 1/8, 5/8; of 15/32: 1/5, 4/5; 9/10 and 1/10.
    let expected: [Float] = [0.25, 0.75, 0.1875, 0.09375, 0.46875, 0.09375, 0.375, 0.9, 0.1]
    #expect(fractions.relativeError(to: Tensor([1, 9], scalars: expected)) < 1e-6)
  }

  @Test func expectedFractionsOfConcentrationsByHand() {
    let concentrations: [Float] = [1, 3, 2, 1, 5, 1, 4, 9, 1]
    let fractions = Self.hierarchy.fractions(ofConcentrations: Variable(Tensor([1, 9], scalars: concentrations))).value
    let expected: [Float] = [0.25, 0.75, 0.1875, 0.09375, 0.46875, 0.09375, 0.375, 0.9, 0.1]
    #expect(fractions.relativeError(to: Tensor([1, 9], scalars: expected)) < 1e-6)
  }

  /// Whatever the logits are, the answers of a question sum to its parent.
  @Test func everyQuestionSumsToItsParent() {
    let logits = Tensor.random([50, 9], in: -30...30)
    let fractions = Self.hierarchy.fractions(ofLogits: Variable(logits)).value.scalars
    for row in 0..<50 {
      let row = fractions[row * 9..<(row + 1) * 9]
      for (question, columns) in zip(Self.hierarchy.questions, Self.hierarchy.columns) {
        let sum = columns.reduce(0) { $0 + Double(row[row.startIndex + $1]) }
        let parent = question.parent.map { Double(row[row.startIndex + $0]) } ?? 1
        #expect(abs(sum - parent) < 1e-6)
      }
    }
  }

  @Test func gradientsAreTheDerivatives() {
    #expect(
      gradientMismatches(at: [.random([3, 9], in: -2...2)]) { Self.hierarchy.fractions(ofLogits: $0[0]) }.isEmpty)
    #expect(
      gradientMismatches(at: [.random([3, 9], in: 1...9)]) { Self.hierarchy.fractions(ofConcentrations: $0[0]) }
        .isEmpty)
  }

  @Test func storedFormIsReadBack() throws {
    let data = try JSONEncoder().encode(Self.hierarchy)
    #expect(try JSONDecoder().decode(AnswerHierarchy.self, from: data) == Self.hierarchy)
  }

  @Test(arguments: [
    (#"{"questions":[]}"#, "expected one or more questions"),
    (#"{"questions":[{"answers":0}]}"#, "question 1 has 0 answers"),
    (#"{"questions":[{"answers":2,"parent":1}]}"#, "to lead to question 1, found 1"),
    (#"{"questions":[{"answers":2},{"answers":2,"parent":2}]}"#, "to lead to question 2, found 2"),
    (#"{"questions":[{"answers":2},{"answers":2,"parent":-1}]}"#, "to lead to question 2, found -1"),
  ])
  func storedFormsThatAreNoHierarchyAreRefused(json: String, problem: String) {
    #expect {
      try JSONDecoder().decode(AnswerHierarchy.self, from: Data(json.utf8))
    } throws: {
      "\($0)".contains(problem)
    }
  }
}
