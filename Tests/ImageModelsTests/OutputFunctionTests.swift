// From logits to outputs.
import Foundation
import GradientChecking
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite struct OutputFunctionTests {
  @Test func softmaxOfKnownNumbers() {
    let logits = Tensor([2, 3], scalars: [0, log(2), log(5), 1000, 1000, -1000])
    let output = OutputFunction.softmax(Variable(logits)).value
    #expect(output.relativeError(to: Tensor([2, 3], scalars: [0.125, 0.25, 0.625, 0.5, 0.5, 0])) < 1e-6)
  }

  @Test func sigmoidOfKnownNumbers() {
    let output = OutputFunction.sigmoid(Variable(Tensor([1, 3], scalars: [0, log(3), -log(3)]))).value
    #expect(output.relativeError(to: Tensor([1, 3], scalars: [0.5, 0.75, 0.25])) < 1e-6)
  }

  @Test func concentrationsOfKnownNumbers() {
    let output = OutputFunction.concentrations(AnswerHierarchyTests.hierarchy)(
      Variable(Tensor([1, 3], scalars: [0, log(3), -1000])))
    #expect(output.value.relativeError(to: Tensor([1, 3], scalars: [51, 76, 1])) < 1e-6)
  }

  private static let hierarchy = AnswerHierarchy([.init(answers: 2), .init(answers: 3, parent: 0)])
  static let functions: [OutputFunction] = [
    .sigmoid, .softmax, .identity, .fractions(hierarchy), .concentrations(hierarchy),
  ]

  @Test(arguments: functions) func finiteDifferences(function: OutputFunction) {
    #expect(gradientMismatches(at: [.random([3, 5], in: -2...2)]) { function($0[0]) }.isEmpty)
  }

  @Test(arguments: functions) func storedFormIsReadBack(function: OutputFunction) throws {
    let data = try JSONEncoder().encode([function])
    #expect(try JSONDecoder().decode([OutputFunction].self, from: data) == [function])
  }

  @Test(arguments: [#""fractions""#, #""relu""#, #"{"sigmoid":{}}"#, "3"])
  func otherStoredFormsAreRefused(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([OutputFunction].self, from: Data("[\(json)]".utf8))
    }
  }
}
