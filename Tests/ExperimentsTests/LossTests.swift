// Losses of logits, against the same losses of what the heads make of them.
import Experiments
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite struct LossTests {
  private let logits = Tensor.random([4, 37], in: -3...3)

  /// Compares a loss with one written down here, in value and gradient.
  private func check(
    _ loss: Loss, _ head: OutputHead, _ targets: Tensor, smoothing: Double = 0, tolerance: Double,
    expected: (Variable) -> Variable
  ) throws {
    func evaluate(_ function: (Variable) -> Variable) throws -> (Tensor, Tensor) {
      let tape = Tape()
      let x = tape.track(logits)
      let value = function(x)
      return (value.value, try #require(tape.gradients(of: value)[x]))
    }
    let (value, gradient) = try evaluate { loss(logits: $0, head: head, targets: targets, labelSmoothing: smoothing) }
    let (expectedValue, expectedGradient) = try evaluate(expected)
    #expect(value.relativeError(to: expectedValue) < tolerance)
    #expect(gradient.relativeError(to: expectedGradient) < tolerance)
  }

  @Test(arguments: OutputHead.allCases) func meanSquaredErrorIsOfTheOutputs(head: OutputHead) throws {
    let targets = Tensor.random([4, 37], in: 0...1, seed: 2)
    try check(.meanSquaredError, head, targets, tolerance: 1e-5) {
      let difference = (head == .sigmoid ? sigmoid($0) : softmax($0)) - Variable(targets)
      return mean(difference * difference)
    }
  }

  /// The logarithms of the outputs, which is what the cross entropies mean.
  @Test func crossEntropiesAreLogarithmsOfTheOutputs() throws {
    let fractions = Tensor.random([4, 37], in: 0...1, seed: 2)
    try check(.binaryCrossEntropy, .sigmoid, fractions, tolerance: 1e-4) {
      let outputs = sigmoid($0)
      let truth = Variable(fractions)
      return -mean(truth * log(outputs) + (-truth + 1) * log(-outputs + 1))
    }
    let distributions = softmax(Variable(.random([4, 37], seed: 3))).value
    try check(.crossEntropy, .softmax, distributions, tolerance: 1e-3) {
      -37 * mean(Variable(distributions) * log(softmax($0)))
    }
    try check(.crossEntropy, .softmax, distributions, smoothing: 0.1, tolerance: 1e-3) {
      -37 * mean((0.9 * Variable(distributions) + 0.1 / 37) * log(softmax($0)))
    }
  }

  /// A network that is wrong and certain is wrong by a finite amount, and learns from it.
  @Test(arguments: Loss.allCases) func certainLogitsHaveFiniteLosses(loss: Loss) throws {
    let tape = Tape()
    let logits = tape.track(Tensor([2, 2], scalars: [-500, 500, 500, -500]))
    let value = loss(
      logits: logits, head: loss == .crossEntropy ? .softmax : .sigmoid,
      targets: Tensor([2, 2], scalars: [1, 0, 1, 0]))
    #expect(value.value.scalar > 0.1 && value.value.scalar < 2000)
    #expect(try #require(tape.gradients(of: value)[logits]).scalars.allSatisfy { $0.isFinite })
  }
}
