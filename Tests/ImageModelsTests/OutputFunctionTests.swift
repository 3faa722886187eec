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

  @Test func logitsOfMeansGiveTheMeans() throws {
    func outputs(_ function: OutputFunction, ofMeans means: [Float]) throws -> Tensor {
      let logits = try #require(function.logits(ofMeans: means))
      return function(Variable(Tensor([1, means.count], scalars: logits))).value
    }
    for (function, means) in [
      (OutputFunction.sigmoid, [0.1, 0.5, 0.9, 0.2, 0.7]), (.softmax, [0.1, 0.2, 0.05, 0.25, 0.4]),
      (.fractions(Self.hierarchy), [0.4, 0.6, 0.1, 0.2, 0.1]),
    ] as [(OutputFunction, [Float])] {
      #expect(try outputs(function, ofMeans: means).relativeError(to: Tensor([1, 5], scalars: means)) < 1e-6)
    }
    // No logit is infinite.
    #expect(
      try outputs(.sigmoid, ofMeans: [0, 1]).relativeError(to: Tensor([1, 2], scalars: [0.001, 0.999])) < 1e-6)
    #expect(OutputFunction.identity.logits(ofMeans: [0.5]) == nil)
    #expect(OutputFunction.concentrations(Self.hierarchy).logits(ofMeans: [0.4, 0.6, 0.1, 0.2, 0.1]) == nil)
  }

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
