// Losses with weights and reductions, against PyTorch and by hand.
import GradientChecking
import TestSupport
import Tensors
import Testing

@Suite struct LossReductionTests {
  private typealias Loss = @Sendable (Variable, Tensor, Tensor?, Reduction) -> Variable

  private static let losses: [(name: String, loss: Loss)] = [
    ("meanSquaredError", { meanSquaredError($0, targets: $1, weights: $2, reduction: $3) }),
    ("meanAbsoluteError", { meanAbsoluteError($0, targets: $1, weights: $2, reduction: $3) }),
    ("smoothL1Loss", { smoothL1Loss($0, targets: $1, beta: 1.5, weights: $2, reduction: $3) }),
    ("huberLoss", { huberLoss($0, targets: $1, delta: 1.5, weights: $2, reduction: $3) }),
    ("binaryCrossEntropy", { binaryCrossEntropy(logits: $0, targets: $1, weights: $2, reduction: $3) }),
    (
      "softmaxCrossEntropy",
      { softmaxCrossEntropy(logits: $0, targets: $1, labelSmoothing: 0.125, weights: $2, reduction: $3) }
    ),
  ]

  private struct Settings: Decodable {
    let reduction: String
    var value: Reduction { reduction == "mean" ? .mean : reduction == "sum" ? .sum : .none }
  }

  @Test(arguments: losses.map(\.name)) func matchesPyTorch(_ name: String) throws {
    let loss = try #require(Self.losses.first { $0.name == name }).loss
    for test in OperationCase.vocabulary(name) {
      let reduction = try test.fixture.settings(test.name, as: Settings.self).value
      let (targets, weights) = (try test.tensor("targets"), test.fixture.tensor(test.name, "weights"))
      try test.check(["prediction"], tolerance: 1e-6) { loss($0[0], targets, weights, reduction) }
    }
  }

  @Test(arguments: losses.map(\.name), [Reduction.mean, .sum, .none])
  func finiteDifferences(_ name: String, reduction: Reduction) throws {
    let loss = try #require(Self.losses.first { $0.name == name }).loss
    // Differences away from the kinks at 0 and ±1.5.
    let prediction = Tensor([2, 3], scalars: [0.4, 1.1, -2, 3, -0.3, 0.9])
    let targets = Tensor([2, 3], scalars: [0, 0.5, 0.5, 0.25, 0.25, 0.5])
    for weights in [nil, Tensor([2], scalars: [0.5, 2])] {
      #expect(gradientMismatches(at: [prediction]) { loss($0[0], targets, weights, reduction) }.isEmpty)
    }
  }

  /// A weight of zero hides even a label that is not a number, in the loss and in the gradient.
  @Test(arguments: losses.map(\.name), [Reduction.mean, .sum, .none])
  func maskedLabelsMayBeMissing(_ name: String, reduction: Reduction) throws {
    let loss = try #require(Self.losses.first { $0.name == name }).loss
    let tape = Tape()
    let prediction = tape.track(.random([3, 2]))
    let targets = Tensor([3, 2], scalars: [0.5, 0.5, .nan, .nan, 0.25, 0.75])
    let output = loss(prediction, targets, Tensor([3], scalars: [1, 0, 1]), reduction)
    #expect(output.value.scalars.allSatisfy { $0.isFinite })
    let gradient = try #require(tape.gradients(of: output)[prediction])
    #expect(gradient.scalars.allSatisfy { $0.isFinite } && gradient.row(1) == .zeros([2]))
    if reduction == .mean {
      let kept = loss(Variable(prediction.value.gathered([0, 2])), targets.gathered([0, 2]), nil, .mean)
      #expect(abs(output.value.scalar - kept.value.scalar) < 1e-6)
    }
  }

  @Test func allMasked() throws {
    let tape = Tape()
    let prediction = tape.track(.random([2, 2]))
    let loss = meanSquaredError(prediction, targets: .ones([2, 2]), weights: .zeros([2]))
    #expect(loss.value == Tensor(0))
    #expect(tape.gradients(of: loss)[prediction] == .zeros([2, 2]))
  }

  @Test func weightsBelongToTheFirstAxes() {
    let losses = Variable(Tensor([2, 2], scalars: [1, 2, 3, 4]))
    #expect(
      reducedLoss(losses, weights: Tensor([2], scalars: [1, 10]), reduction: .none).value.scalars == [1, 2, 30, 40])
    #expect(reducedLoss(losses, weights: Tensor([1, 2], scalars: [1, 10]), reduction: .sum).value == Tensor(64))
    #expect(reducedLoss(losses, weights: Tensor([2], scalars: [1, 3])).value == Tensor(3))
    #expect(reducedLoss(losses).value == Tensor(2.5))
    #expect(reducedLoss(Variable(.zeros([0])), reduction: .sum).value == Tensor(0))
    #expect(
      gradientMismatches(at: [.random([2, 3])]) { reducedLoss($0[0] * $0[0], weights: Tensor([2], scalars: [1, 3])) }
        .isEmpty
    )
  }

  @Test func classesOfPixels() {
    let logits = Variable(.random([2, 3, 2, 4]))
    let classes = (0..<12).map { $0 % 4 }
    let losses = softmaxCrossEntropy(logits: logits, classes: classes, reduction: .none).value
    #expect(losses.shape == [2, 3, 2])
    let rows = softmaxCrossEntropy(logits: reshape(logits, to: [12, 4]), classes: classes)
    #expect(abs(losses.mean().scalar - rows.value.scalar) < 1e-6)
  }

  @Test func oneLossHasOneOrderOfRounding() {
    let (prediction, targets) = (Variable(.random([7, 37])), Tensor.random([7, 37], seed: 2))
    #expect(
      meanSquaredError(prediction, targets: targets).value == meanSquaredError(prediction, Variable(targets)).value)
  }
}
