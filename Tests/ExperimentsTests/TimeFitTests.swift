// A run's length is chosen by the time: so many epochs, the rate down at the end, and no more once it is begun.
import Experiments
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite(.serialized) struct TimeFitTests {
  @Test func epochsAreThoseThatFit() {
    // Nine tenths of an hour hold 54 epochs of a minute.
    let fit = TimeFit(seconds: 3600, secondsPerEpoch: 60, largestEpochs: nil)
    #expect(fit.epochs == 54)
    #expect(fit.note.hasPrefix("54 epochs, of about 1\u{A0}min 00\u{A0}s each, fit into the "))
    #expect(
      TimeFit(seconds: 3600, secondsPerEpoch: 60, largestEpochs: 100).note.contains(" of the 100 asked for at most"))
    let bounded = TimeFit(seconds: 3600, secondsPerEpoch: 60, largestEpochs: 20)
    #expect(bounded.epochs == 20 && bounded.note.hasPrefix("20 epochs, as many as asked for at most"))
    // Not one fits.
    for seconds in [30.0, 0, -5] {
      let short = TimeFit(seconds: seconds, secondsPerEpoch: 60, largestEpochs: 20)
      #expect(short.epochs == 1 && short.note.contains("stops in time, before its learning rate has come down"))
    }
  }

  private let small: SmallRun

  init() throws { small = try SmallRun() }

  private func cosine(_ recipe: inout Recipe) {
    recipe.schedule = .cosine(warmUp: 0)
    recipe.optimizer = .sgd(momentum: 0.9)
  }

  private func fitted(
    _ name: String, limit: TimeLimit, _ change: (inout Recipe) -> Void, onEvent: (RunEvent) -> Void = { _ in }
  ) throws -> TrainingRun {
    try TrainingRun(
      try small.configuration(epochs: 40, change), in: small.runFolder(name), overwriting: false, timeLimit: limit,
      onEvent: onEvent)
  }

  @Test func aLengthOnceChosenStaysAndTheRateComesDown() throws {
    let far = ContinuousClock.now + .seconds(1e6)
    var notes: [String] = []
    var run = try fitted("run", limit: TimeLimit(deadline: far, largestEpochs: 3), cosine) {
      if case .note(let text) = $0 { notes.append(text) }
    }
    #expect(run.configuration.recipe.epochs == 3 && run.current.recipe.epochs == 3)
    #expect(notes.contains { $0.hasPrefix("3 epochs, as many as asked for at most") })
    let limit = try #require(run.configuration.timeLimit)
    #expect(limit > 9e5 && limit <= 1e6)
    var questions = 0
    let end = try run.finish(stoppingWhen: {
      questions += 1
      return questions > 3
    })
    #expect(end == .stopped)
    // The length and what is left of the time are those of the folder.
    var resumed = try TrainingRun(resuming: small.runFolder("run"))
    #expect(resumed.configuration.recipe.epochs == 3)
    let left = try #require(resumed.secondsLeft)
    #expect(left < limit && left > 9e5)
    #expect(try resumed.finish() == .lastEpoch)
    #expect(resumed.secondsLeft == nil)
    // It is as a run of so many epochs: the measured steps left nothing behind.
    try small.train("whole", epochs: 3, cosine)
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(try small.folder.bytes("run/\(name)") == small.folder.bytes("whole/\(name)"), "\(name)")
    }
    // Two steps an epoch: the last of six has (1 + cos(5π/6)) / 2 of the rate.
    let rate = try #require(resumed.history.last?.learningRate)
    #expect(abs(rate - 0.001 * 0.5 * (1 + cos(.pi * 5 / 6))) < 1e-9)
  }

  @Test func schedulesWithoutALengthStayAsTheyAre() throws {
    let soon = TimeLimit(deadline: .now + .seconds(1))
    for schedule in [Schedule.constant, .plateau(factor: 0.5, patience: 2)] {
      let run = try fitted("\(schedule)", limit: soon) { $0.schedule = schedule }
      #expect(run.configuration.recipe.epochs == 40 && run.configuration.timeLimit == nil)
    }
  }

  @Test func theDeadlineHoldsWhateverWasChosen() throws {
    // As on a machine that has become slow: the length was chosen for a time that is over.
    var run = try fitted("run", limit: TimeLimit(deadline: .now + .seconds(1e6), largestEpochs: 5), cosine)
    #expect(try run.finish(by: .now) == .timeLimit)
    #expect(run.epoch == 0 && run.imagesOfUnfinishedEpoch == 5)
    // Its time is used up: who goes on with it does so without.
    var resumed = try TrainingRun(resuming: small.runFolder("run"))
    #expect(resumed.secondsLeft == nil && resumed.configuration.recipe.epochs == 5)
    #expect(try resumed.finish() == .lastEpoch)
  }
}
