// Losses of what networks put out, against the same losses from their logits.
import Experiments
import TestSupport
import Tensors
import Testing

@Suite struct LossTests {
  private let logits = Tensor.random([4, 37], in: -3...3)

  /// Compares a loss of the outputs with a loss of the logits, in value and gradient.
  private func check(
    _ loss: Loss, _ targets: Tensor, tolerance: Double, outputs: (Variable) -> Variable,
    expected: (Variable) -> Variable
  ) throws {
    func evaluate(_ function: (Variable) -> Variable) throws -> (Tensor, Tensor) {
      let tape = Tape()
      let x = tape.track(logits)
      let value = function(x)
      return (value.value, try #require(tape.gradients(of: value)[x]))
    }
    let (value, gradient) = try evaluate { loss(outputs($0), targets: targets) }
    let (expectedValue, expectedGradient) = try evaluate(expected)
    #expect(value.relativeError(to: expectedValue) < tolerance)
    #expect(gradient.relativeError(to: expectedGradient) < tolerance)
  }

  @Test func meanSquaredErrorIsOfTheOutputs() throws {
    let targets = Tensor.random([4, 37], in: 0...1, seed: 2)
    try check(.meanSquaredError, targets, tolerance: 1e-9, outputs: sigmoid) {
      meanSquaredError(sigmoid($0), Variable(targets))
    }
  }

  @Test func crossEntropiesAreThoseOfTheLogits() throws {
    let fractions = Tensor.random([4, 37], in: 0...1, seed: 2)
    try check(.binaryCrossEntropy, fractions, tolerance: 1e-4, outputs: sigmoid) {
      binaryCrossEntropy(logits: $0, targets: fractions)
    }
    let distributions = softmax(Variable(.random([4, 37], seed: 3))).value
    try check(.crossEntropy, distributions, tolerance: 1e-3, outputs: softmax) {
      softmaxCrossEntropy(logits: $0, targets: distributions)
    }
  }

  /// A network that is wrong and certain is wrong by a finite amount.
  @Test(arguments: Loss.allCases) func certainOutputsHaveFiniteLosses(loss: Loss) throws {
    let tape = Tape()
    let outputs = tape.track(Tensor([2, 2], scalars: [0, 1, 1, 0]))
    let value = loss(outputs, targets: Tensor([2, 2], scalars: [1, 0, 1, 0]))
    #expect(value.value.scalar > 0.1 && value.value.scalar < 20)
    #expect(try #require(tape.gradients(of: value)[outputs]).scalars.allSatisfy { $0.isFinite })
  }
}
