// Measuring how long a training takes leaves it as it was.
import NeuralNetwork
import Tensors
import Testing
import Training

@Suite struct TrainingTimesTests {
  private let plan = TrainingPlan(epochs: 3, batchSize: 4, learningRate: 0.1, schedule: .cosine(warmUp: 0.1), seed: 3)

  @Test func aCopyIsMeasuredAndTheTrainingStaysAsItIs() throws {
    let fit = LineFit()
    let before = try fit.state().serialized()
    let times = try TrainingTimes(
      of: fit, plan: plan, training: LineFit.source, validation: LineFit.source, validationBatchSize: 4, seconds: 0)
    #expect(try fit.state().serialized() == before && fit.steps.isEmpty)
    #expect(times.steps == 3)
    #expect(times.secondsPerItem > 0 && times.secondsPerHeldOutItem > 0 && times.secondsPerCheckpoint > 0)
    // Ten items and twenty held out, in whatever a second is here.
    let expected = 10 * times.secondsPerItem + 20 * times.secondsPerHeldOutItem + times.secondsPerCheckpoint
    #expect(abs(times.secondsPerEpoch(items: 10, heldOutItems: 20) - expected) < 1e-12)
  }

  @Test func stepsThatDivergeAreMeasured() throws {
    var fit = LineFit()
    fit.factor = .nan
    #expect(try TrainingTimes(of: fit, plan: plan, training: LineFit.source, seconds: 0).steps == 3)
  }
}
