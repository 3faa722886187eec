// Functions of one's own, and the activations that are made of them.
import Foundation
import TestSupport
import Tensors
import Testing

@Suite struct ElementwiseTests {
  private let activations: [String: @Sendable (Variable) -> Variable] = [
    "tanh": { tanh($0) }, "leakyRelu": { leakyRelu($0, slope: 0.2) },
  ]

  @Test(arguments: ["tanh", "leakyRelu"]) func matchesPyTorch(_ operation: String) throws {
    let function = try #require(activations[operation])
    for test in OperationCase.vocabulary(operation) { try test.check(["input"]) { function($0[0]) } }
  }

  @Test func finiteDifferences() {
    let awayFromZero = Tensor(
      [2, 40], scalars: Tensor.random([80]).scalars.map { $0 < 0 ? $0 * 2 - 0.1 : $0 * 2 + 0.1 })
    for (name, function) in activations {
      #expect(gradientMismatches(at: [awayFromZero]) { function($0[0]) }.isEmpty, "\(name)")
    }
  }

  private func softsign(_ x: Variable) -> Variable {
    elementwise(x, { x in x / (1 + abs(x)) }, derivative: { x, _ in 1 / ((1 + abs(x)) * (1 + abs(x))) })
  }

  @Test func functionsOfOnesOwn() {
    let x = Tensor([3], scalars: [-3, 0, 1])
    #expect(softsign(Variable(x)).value.scalars == [-0.75, 0, 0.5])
    // Away from zero, where the second derivative jumps.
    #expect(gradientMismatches(at: [.random([50], in: 0.2...2)]) { softsign($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [.random([50], in: -2 ... -0.2)]) { softsign($0[0]) }.isEmpty)
    #expect(
      gradientMismatches(at: [.random([50])]) {
        elementwise($0[0], { $0 * $0 }, derivativeOfInput: { 2 * $0 })
      }.isEmpty)
    #expect(
      gradientMismatches(at: [.random([50])]) {
        elementwise($0[0], { Foundation.exp($0) }, derivativeOfOutput: { $0 })
      }.isEmpty)
    #expect(
      !gradientMismatches(at: [.random([50])]) { elementwise($0[0], { $0 * $0 }, derivative: { x, _ in x }) }.isEmpty)
  }

  /// More elements than one task has, and a gradient that is shared and must not be written over.
  @Test func manyElements() throws {
    let count = 3 * Parallel.elementGrain + 5
    let tape = Tape()
    let x = tape.track(.random([count]))
    let dOutput = Tensor.random([count], seed: 2)
    let before = dOutput.scalars
    let gradient = try #require(tape.gradients(of: softsign(x), dOutput: dOutput)[x])
    #expect(dOutput.scalars == before)
    let values = x.value.scalars
    let expected = zip(values, before).map { x, d in d / ((1 + abs(x)) * (1 + abs(x))) }
    #expect(gradient.relativeError(to: Tensor([count], scalars: expected)) < 1e-6)
  }

  @Test func noElements() {
    #expect(softsign(Variable(Tensor([0, 3], scalars: []))).shape == [0, 3])
  }
}
