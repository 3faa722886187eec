// Losses and gradients that are no numbers: named, or left out.
import NeuralNetwork
import Tensors
import Testing
import Training

@Suite struct DivergenceTests {
  private let plan = TrainingPlan(epochs: 2, batchSize: 4, learningRate: 0.1, seed: 3)

  private func loop(_ fit: LineFit = LineFit(), bad: Int? = 4) throws -> TrainingLoop<LineFit> {
    try TrainingLoop(fit, plan: plan, training: LineFit.source(bad: bad), validation: LineFit.source)
  }

  @Test func aBadGradientIsNamedWithItsStepAndItems() throws {
    var loop = try loop()
    let error = try #require(throws: DivergenceError.self) { try loop.run() }
    #expect(error.epoch == 1 && error.items.count == (error.step == 3 ? 2 : 4) && error.items.contains("point 4"))
    #expect(error.subject == "gradient of bias and 1 other parameter")
    #expect(
      error.description
        == "the gradient of bias and 1 other parameter became infinite or not a number in epoch 1, step "
        + "\(error.step ?? 0) (\(error.items.joined(separator: ", "))); the learning rate 0.1 may be too high")
    // Nothing was moved along such a gradient.
    #expect(loop.trainable.layer.tensors.values.allSatisfy { $0.scalars.allSatisfy(\.isFinite) })
  }

  @Test func aBatchIsLeftOutAsIfItWereNotThere() throws {
    var fit = LineFit()
    fit.passesOverBadBatches = true
    var expected = try loop(fit)
    try expected.run()
    var skipping = try loop()
    skipping.onBadBatch = .skip
    var skipped: [DivergenceError] = []
    try skipping.run { event in
      if case .skipped(let error) = event { skipped.append(error) }
    }
    #expect(skipped.map(\.epoch) == [1, 2])
    #expect(skipped.allSatisfy { $0.items.contains("point 4") })
    #expect(skipping.trainable.layer.tensors == expected.trainable.layer.tensors)
    #expect(skipping.trainable.optimizer.state == expected.trainable.optimizer.state)
    // The mean is that of the others: the batch's zero in the other training counts.
    for (a, b) in zip(skipping.history.epochs, expected.history.epochs) {
      let left = Double(10 - (skipped.first { $0.epoch == a.epoch }?.items.count ?? 0))
      let (mean, meanWithZeros) = (try #require(a.training["loss"]), try #require(b.training["loss"]))
      #expect(abs(mean * left - meanWithZeros * 10) < 1e-12)
    }
  }

  @Test func skippingChangesNothingWhereAllIsWell() throws {
    var (failing, skipping) = (try loop(bad: nil), try loop(bad: nil))
    skipping.onBadBatch = .skip
    try failing.run()
    try skipping.run()
    #expect(failing.trainable.layer.tensors == skipping.trainable.layer.tensors)
    #expect(failing.history.epochs.map(\.training) == skipping.history.epochs.map(\.training))
  }

  @Test func anEpochWithoutAGoodBatchIsAnError() throws {
    var fit = LineFit()
    fit.factor = .infinity
    var loop = try loop(fit, bad: nil)
    loop.onBadBatch = .skip
    let error = try #require(throws: NothingLearnedError.self) { try loop.run() }
    #expect(error.description == "every batch of epoch 1 was left out; the last of them says why")
  }

  @Test func gradientsThatAreNoNumbersAreFound() {
    var gradients = ParameterGradients(values: [
      "a": Tensor([3], scalars: [1, -2, .greatestFiniteMagnitude]), "b": Tensor([2], scalars: [0, -.infinity]),
      "c": Tensor([70_000], repeating: 1), "d": Tensor([1], scalars: [.nan]),
    ])
    #expect(gradients.namesOfNotFinite == ["b", "d"])
    gradients.values["c"] = Tensor([70_000], scalars: (0..<70_000).map { $0 == 69_999 ? .nan : 0 })
    #expect(gradients.namesOfNotFinite == ["b", "c", "d"])
  }
}
