// The test of learning rates: what it suggests, and that it changes nothing.
import NeuralNetwork
import Tensors
import Testing
import Training

@Suite struct LearningRateTestTests {
  @Test func itLeavesWhatItTestsAsItWas() throws {
    let fit = LineFit()
    let before = (fit.layer.tensors, fit.optimizer.state)
    let test = try LearningRateTest(of: fit, on: LineFit.source, batchSize: 4, rates: 1e-4...1, steps: 40)
    #expect(fit.layer.tensors == before.0 && fit.optimizer.state == before.1)
    #expect(try LearningRateTest(of: fit, on: LineFit.source, batchSize: 4, rates: 1e-4...1, steps: 40) == test)
  }

  @Test func ratesRiseByTheSameFactor() throws {
    let test = try LearningRateTest(of: LineFit(), on: LineFit.source, batchSize: 10, rates: 1e-4...1e-2, steps: 21)
    let rates = test.points.map(\.rate)
    #expect(rates.count == 21 && rates[0] == 1e-4)
    for (first, second) in zip(rates, rates.dropFirst()) { #expect(abs(second / first - 1.258925412) < 1e-8) }
    // The moving average by its definition.
    var (sum, weight) = (0.0, 0.0)
    for point in test.points {
      (sum, weight) = (0.9 * sum + point.loss, 0.9 * weight + 1)
      #expect(point.smoothedLoss == sum / weight)
    }
  }

  @Test func theSuggestionIsATenthOfTheBestRate() throws {
    let test = try LearningRateTest(of: LineFit(), on: LineFit.source, batchSize: 10, rates: 1e-5...100, steps: 200)
    let suggestion = try #require(test.suggestion)
    let lowest = try #require(test.points.dropFirst(10).min { $0.smoothedLoss < $1.smoothedLoss })
    #expect(suggestion == lowest.rate / 10)
    // Such a rate learns, and the test has ended where the loss had run away.
    #expect(suggestion > 1e-3)
    #expect(test.points.count < 200)
    var loop = try TrainingLoop(
      LineFit(), plan: TrainingPlan(epochs: 100, batchSize: 10, learningRate: suggestion), training: LineFit.source)
    try loop.run()
    let losses = loop.history.epochs.compactMap { $0.training["loss"] }
    #expect(losses[99] < losses[0] / 10)
  }

  @Test func aLossThatIsNoNumberEndsTheTestWithoutASuggestion() throws {
    var fit = LineFit()
    fit.factor = .nan
    let test = try LearningRateTest(of: fit, on: LineFit.source, batchSize: 10)
    #expect(test.points.isEmpty && test.suggestion == nil)
  }
}
