// Functions of one's own, and the activations that are made of them.
import Foundation
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct ElementwiseTests {
  private static let functions: [(name: String, function: @Sendable (Variable) -> Variable)] = [
    ("tanh", { tanh($0) }), ("leakyRelu", { leakyRelu($0, slope: 0.2) }), ("absoluteValue", { abs($0) }),
    ("softplus", { softplus($0) }), ("silu", { silu($0) }), ("gelu", { gelu($0) }),
    ("geluTanh", { gelu($0, approximation: .tanh) }), ("elu", { elu($0, alpha: 0.75) }), ("log1p", { log1p($0) }),
    ("clamp", { clamp($0, min: -1, max: 1.5) }), ("lgamma", { lgamma($0) }), ("digamma", { digamma($0) }),
  ]

  @Test(arguments: functions.map(\.name)) func matchesPyTorch(_ operation: String) throws {
    let function = try #require(Self.functions.first { $0.name == operation }).function
    for test in OperationCase.vocabulary(operation) {
      try test.check(["input"]) { function($0[0]) }
    }
  }

  @Test func powersMatchPyTorch() throws {
    struct Settings: Decodable { let exponent: Float }
    for test in OperationCase.vocabulary("pow") {
      let exponent = try test.fixture.settings(test.name, as: Settings.self).exponent
      try test.check(["input"]) { pow($0[0], exponent) }
    }
  }

  @Test(arguments: functions.map(\.name)) func finiteDifferences(_ operation: String) throws {
    let function = try #require(Self.functions.first { $0.name == operation }).function
    let isGamma = ["lgamma", "digamma", "log1p"].contains(operation)
    // Away from kinks and poles.
    let inputs: [Float] =
      isGamma ? [0.7, 0.9, 1.3, 1.5, 2.2, 5.1, 9.7, 30] : [-3.2, -1.7, -0.8, -0.1, 0.2, 0.9, 1.4, 2.5]
    #expect(gradientMismatches(at: [Tensor([8], scalars: inputs)]) { function($0[0]) }.isEmpty)
    #expect(gradientMismatches(at: [Tensor([8], scalars: inputs.map { Swift.abs($0) })]) { pow($0[0], 1.5) }.isEmpty)
  }

  /// Small results keep their digits; expected values by mpmath.
  @Test func tails() {
    func expect(_ function: (Variable) -> Variable, _ x: Float, _ expected: Float) {
      let found = function(Variable(Tensor(x))).value.scalar
      #expect(abs(found / expected - 1) < 2e-6, "\(x): \(found), expected \(expected)")
    }
    expect(softplus, -30, 9.357_623e-14)
    expect(softplus, 200, 200)
    expect(silu, -30, -2.807_287e-12)
    expect({ gelu($0) }, -6, -5.919_527e-9)
    expect({ elu($0) }, -1e-6, -9.999_995e-7)
    expect(log1p, 1e-9, 1e-9)
    expect(lgamma, 1.000_000_119_209_289_6, -6.880_945_8e-8)
    expect(lgamma, 0.5, 0.572_364_94)
    expect(lgamma, 1e-30, 69.077_553)
    expect(lgamma, 3e30, 2.075_284_9e32)
    expect(digamma, 1, -0.577_215_66)
    expect(digamma, 0.5, -1.963_510_0)
    expect(digamma, 1e-10, -1e10)
    expect(digamma, -0.5, 0.036_489_974)
  }

  @Test func poles() {
    #expect(lgamma(Variable(Tensor([3], scalars: [0, -1, -7]))).value.scalars.allSatisfy { $0 == .infinity })
    #expect(digamma(Variable(Tensor([2], scalars: [-1, -7]))).value.scalars.allSatisfy { $0.isNaN })
    #expect(digamma(Variable(Tensor(0))).value.scalar == -.infinity)
  }

  /// lgamma(x + 1) = lgamma(x) + log x, digamma(x + 1) = digamma(x) + 1 / x.
  @Test func recurrences() {
    for x in stride(from: Float(0.125), to: 40, by: 0.375) {
      let pair = Variable(Tensor([2], scalars: [x, x + 1]))
      let (gamma, derivative) = (lgamma(pair).value.scalars, digamma(pair).value.scalars)
      #expect(abs(gamma[1] - gamma[0] - log(x)) < 1e-5 * max(1, gamma[1]))
      #expect(abs(derivative[1] - derivative[0] - 1 / x) < 1e-5)
    }
  }

  @Test(arguments: ["maximum", "minimum"]) func extremaMatchPyTorch(_ operation: String) throws {
    for test in OperationCase.vocabulary(operation) {
      try test.check(["left", "right"]) { operation == "maximum" ? maximum($0[0], $0[1]) : minimum($0[0], $0[1]) }
    }
  }

  @Test func extremaOfWhatIsNoNumber() {
    let (x, y) = (Variable(Tensor([2], scalars: [.nan, 1])), Variable(Tensor([2], scalars: [1, .nan])))
    #expect(maximum(x, y).value.scalars.allSatisfy { $0.isNaN })
    #expect(minimum(x, y).value.scalars.allSatisfy { $0.isNaN })
    #expect(clamp(x, min: 0, max: 1).value.scalars[0].isNaN)
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

  private struct Square: ElementFunction {
    func value(_ x: Float) -> Float { x * x }
    func derivative(_ x: Float) -> Float { 2 * x }
  }

  private struct WrongSquare: ElementFunction {
    func value(_ x: Float) -> Float { x * x }
    func derivative(_ x: Float) -> Float { x }
  }

  @Test func functionsAsTypes() {
    #expect(elementwise(Variable(.arange(4)), Square()).value.scalars == [0, 1, 4, 9])
    #expect(gradientMismatches(at: [.random([50])]) { elementwise($0[0], Square()) }.isEmpty)
    #expect(!gradientMismatches(at: [.random([50])]) { elementwise($0[0], WrongSquare()) }.isEmpty)
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
