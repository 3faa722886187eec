// Losses of logits, against the same losses of what the output functions make of them.
import Experiments
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite struct LossTests {
  private let logits = Tensor.random([4, 37], in: -3...3)

  /// Compares a loss with one written down here, in value and gradient.
  private func check(
    _ loss: Loss, _ output: OutputFunction, _ targets: Tensor, smoothing: Double = 0, tolerance: Double,
    expected: (Variable) -> Variable
  ) throws {
    func evaluate(_ function: (Variable) -> Variable) throws -> (Tensor, Tensor) {
      let tape = Tape()
      let x = tape.track(logits)
      let value = function(x)
      return (value.value, try #require(tape.gradients(of: value)[x]))
    }
    let (value, gradient) = try evaluate {
      loss(logits: $0, output: output, targets: Targets(targets), labelSmoothing: smoothing)
    }
    let (expectedValue, expectedGradient) = try evaluate(expected)
    #expect(value.relativeError(to: expectedValue) < tolerance)
    #expect(gradient.relativeError(to: expectedGradient) < tolerance)
  }

  @Test(arguments: [OutputFunction.sigmoid, .softmax, .identity]) func meanSquaredErrorIsOfTheOutputs(
    output: OutputFunction
  ) throws {
    let targets = Tensor.random([4, 37], in: 0...1, seed: 2)
    try check(.meanSquaredError, output, targets, tolerance: 1e-5) {
      let outputs = output == .sigmoid ? sigmoid($0) : output == .softmax ? softmax($0) : $0
      let difference = outputs - Variable(targets)
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

  /// Of the five known targets the squares are 1, 4, 9, 0 and 1; the missing one counts neither in sum nor in number.
  @Test func missingTargetsDoNotCount() throws {
    let tape = Tape()
    let logits = tape.track(Tensor([2, 3], scalars: [1, 2, 3, 4, 5, 6]))
    let targets = Targets(
      Tensor([2, 3], scalars: [0, 0, 0, 4, 0, 5]), weights: Tensor([2, 3], scalars: [1, 1, 1, 1, 0, 1]))
    let value = Loss.meanSquaredError(logits: logits, output: .identity, targets: targets)
    #expect(abs(value.value.scalar - 3) < 1e-6)
    let gradient = try #require(tape.gradients(of: value)[logits]).scalars
    for (found, expected) in zip(gradient, [0.4, 0.8, 1.2, 0, 0, 0.4]) { #expect(abs(Double(found) - expected) < 1e-6) }
  }

  /// A network that is wrong and certain is wrong by a finite amount, and learns from it.
  @Test(arguments: Loss.allCases) func certainLogitsHaveFiniteLosses(loss: Loss) throws {
    let outputs: [Loss: OutputFunction] = [
      .crossEntropy: .softmax, .dirichlet: .concentrations(AnswerHierarchy([.init(answers: 2)])),
    ]
    let tape = Tape()
    let logits = tape.track(Tensor([2, 2], scalars: [-500, 500, 500, -500]))
    let value = loss(
      logits: logits, output: outputs[loss] ?? .sigmoid,
      targets: Targets(Tensor([2, 2], scalars: [1, 0, 1, 0])))
    #expect(value.value.scalar > 0.1 && value.value.scalar < 2000)
    #expect(try #require(tape.gradients(of: value)[logits]).scalars.allSatisfy { $0.isFinite })
  }
}
