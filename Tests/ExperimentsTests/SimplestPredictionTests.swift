// What a network has to beat, worked out by hand.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct SimplestPredictionTests {
  @Test func columnMeansAreTheBaselineOfFractions() throws {
    let small = try SmallRun()
    let run = try TrainingRun(try small.configuration(epochs: 0), in: small.runFolder("run"), overwriting: false)
    let simplest = try #require(run.simplestPrediction)
    let means = try #require(
      try BaselineScores(
        of: GalaxyColors(VoteFractions().read(small.data)), training: run.current.trainingIdentifiers,
        validation: run.current.validationIdentifiers
      ).tables.first { $0.baseline == .means }?.scores.rmse)
    #expect(simplest.name == "column means" && simplest.measurement == "rmse")
    #expect(abs(simplest.value - means) < 1e-7)
    #expect(simplest.isBeaten(by: means / 2) && !simplest.isBeaten(by: means * 2))
  }

  @Test func theLargestClassIsThatOfClasses() throws {
    let task = Classification(LabelNames(names: ["a", "b", "c"]))
    let simplest = try #require(task.simplestAnswer(to: [[1], [2], [1], [0]]))
    #expect(simplest.name == "the largest class (b)" && simplest.answers == [0, 1, 0])
    let higher = SimplestPrediction(name: "x", measurement: "accuracy", value: 0.5)
    #expect(higher.isBeaten(by: 0.6) && !higher.isBeaten(by: 0.5) && !higher.isBeaten(by: 0.4))
  }
}
