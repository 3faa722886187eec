// Optimizers, schedules, early stopping and time limits in whole runs: what they do, and that a resumed run goes on.
import Experiments
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite(.serialized) struct TrainingScheduleTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  /// No loss ever falls by 10: the plateau begins with the first epoch, and the fourth ends the run.
  private static func stalling(_ recipe: inout Recipe) {
    recipe.optimizer = .rmsProp(momentum: 0.5, isCentered: true)
    recipe.learningRate = 1e-4
    recipe.schedule = .plateau(factor: 0.5, patience: 1, cooldown: 1, minimumDelta: 10)
    recipe.earlyStopping = EarlyStopping(patience: 3, minimumDelta: 10)
  }

  private static func cosine(_ recipe: inout Recipe) {
    recipe.optimizer = .sgd(momentum: 0.9, usesNesterov: true)
    recipe.learningRate = 0.05
    recipe.schedule = .cosine(warmUp: 0.25)
  }

  private static func decaying(_ recipe: inout Recipe) {
    recipe.optimizer = .adamW(weightDecay: 0.1)
    recipe.schedule = .step(factor: 0.5, epochs: 1)
    recipe.loss = .binaryCrossEntropy
  }

  /// A run that stops after every step and validation for want of time and is taken up again, and why each of its goes ended.
  private func trainBitByBit(
    _ name: String, epochs: Int, _ change: (inout Recipe) -> Void
  ) throws -> (files: [String: Data], ends: [TrainingEnd]) {
    let folder = small.runFolder(name)
    var run = try TrainingRun(try small.configuration(epochs: epochs, change), in: folder, overwriting: false)
    var ends = [try run.finish(by: .now)]
    while ends.last == .timeLimit {
      var next = try TrainingRun(resuming: folder)
      #expect(next.epoch == ends.count / 3 && next.imagesOfUnfinishedEpoch == ends.count % 3 * 5)
      ends.append(try next.finish(by: .now))
    }
    return (try small.folder.files(in: name), ends)
  }

  private func history(_ name: String) throws -> [EpochRecord] {
    try TrainingHistory(reading: small.runFolder(name).history).epochs
  }

  private func expectEqualRuns(_ first: String, _ second: String, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let (a, b) = (try small.folder.files(in: first), try small.folder.files(in: second))
    #expect(a.count == 5 && b.count == 5, sourceLocation: sourceLocation)
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(a[name] == b[name], "\(name)", sourceLocation: sourceLocation)
    }
    func repeatable(_ name: String) throws -> [[Double]] {
      try history(name).map { $0.training.values + $0.validation.values + [$0.learningRate] }
    }
    #expect(try repeatable(first) == repeatable(second), sourceLocation: sourceLocation)
  }

  @Test func stalledRunStopsEarlyInOneGoAndInMany() throws {
    try small.train("whole", epochs: 9, Self.stalling)
    #expect(try history("whole").map(\.learningRate) == [1e-4, 1e-4, 5e-5, 2.5e-5])
    let (_, ends) = try trainBitByBit("bits", epochs: 9, Self.stalling)
    #expect(ends == Array(repeating: .timeLimit, count: 11) + [.earlyStopping])
    try expectEqualRuns("whole", "bits")

    // Nothing is trained any more, whatever the number of epochs; the run then is as if that had been asked for at first.
    var over = try TrainingRun(resuming: small.runFolder("bits"))
    #expect(try over.finish() == .earlyStopping)
    try expectEqualRuns("whole", "bits")
    var longer = try TrainingRun(resuming: small.runFolder("bits"), epochs: 12)
    #expect(try longer.finish() == .earlyStopping)
    try small.train("long", epochs: 12, Self.stalling)
    try expectEqualRuns("long", "bits")
  }

  @Test func prolongedRunEqualsOneInOneGo() throws {
    try small.train("whole", epochs: 3, Self.stalling)
    try small.train("run", epochs: 1, Self.stalling)
    try small.resume("run", epochs: 3)
    try expectEqualRuns("whole", "run")
  }

  @Test func cosineGoesOnWhereItStopped() throws {
    try small.train("whole", epochs: 4, Self.cosine)
    let (_, ends) = try trainBitByBit("bits", epochs: 4, Self.cosine)
    #expect(ends == Array(repeating: .timeLimit, count: 11) + [.lastEpoch])
    try expectEqualRuns("whole", "bits")
    // Two steps an epoch, of which the second counts: two steps of rise, then six down.
    let expected = [0.025] + [1, 3, 5].map { 0.05 * 0.5 * (1 + cos(.pi * $0 / 6)) }
    for (record, rate) in zip(try history("whole"), expected) { #expect(abs(record.learningRate - rate) < 1e-12) }
    #expect(
      message { try small.resume("bits", epochs: 5) }
        == "\(small.folder.path("bits")): its learning rates were planned for 4 epochs "
        + "(cosine behind a warm-up of 0.25 of all steps), not for the 5 asked for")
  }

  @Test func stepsAndBinaryCrossEntropyGoOnWhereTheyStopped() throws {
    try small.train("whole", epochs: 3, Self.decaying)
    _ = try trainBitByBit("bits", epochs: 3, Self.decaying)
    try expectEqualRuns("whole", "bits")
    let history = try history("whole")
    #expect(history.map(\.learningRate) == [1e-3, 5e-4, 2.5e-4])
    // Entropies of vote fractions are far above squared errors; the best network is that of the lowest loss.
    for record in history {
      let (rmse, loss) = (try #require(record.validation["rmse"]), try #require(record.validation["loss"]))
      #expect(loss > 0.25 && loss > 2 * rmse * rmse)
    }
    let best = try TrainedNetwork(path: small.runFolder("whole").best)
    #expect(best.validationLoss == history.compactMap { $0.validation["loss"] }.min())
    let resumed = try TrainingRun(resuming: small.runFolder("whole"))
    #expect(resumed.best?.epoch == best.epoch)
  }

  /// Rules that remember nothing else than the step's number still need that.
  @Test func checkpointWithoutOptimizerIsRefused() throws {
    try small.train("run", epochs: 1) { $0.optimizer = .sgd() }
    let best = try small.folder.bytes("run/best.safetensors")
    try small.folder.write(best, to: "run/last.safetensors")
    #expect(
      message { try small.resume("run", epochs: 2) }
        == "\(small.folder.path("run"))/last.safetensors: holds no optimizer state step, so that no run can go on from it"
    )
  }

  @Test func enoughTimeIsNoLimit() throws {
    var run = try TrainingRun(try small.configuration(epochs: 2), in: small.runFolder("run"), overwriting: false)
    #expect(try run.finish(by: .now + .seconds(3600)) == .lastEpoch)
    #expect(run.epoch == 2)
  }

  @Test func crossEntropyIsForClasses() throws {
    let problem = message { try small.train("run", epochs: 1) { $0.loss = .crossEntropy } }
    #expect(problem == "the loss cross-entropy does not suit vote fractions, which take mse or binary-cross-entropy")
    #expect(!FileManager.default.fileExists(atPath: small.folder.path("run")))
  }

  @Test func optionsComeBackFromConfigurationAndCheckpoint() throws {
    let optimizers: [OptimizerRule] = [
      .adam(epsilon: 1e-5), .adamW(weightDecay: 0.004), .rmsProp(rho: 0.99, momentum: 0.1, isCentered: true),
      .sgd(momentum: 0.9, usesNesterov: true),
    ]
    let schedules: [Schedule] = [
      .constant, .plateau(factor: 0.1, patience: 3, cooldown: 2, floor: 1e-7, minimumDelta: 1e-5),
      .step(factor: 0.8, epochs: 10), .cosine(warmUp: 0.05),
    ]
    for (index, (optimizer, schedule)) in zip(optimizers, schedules).enumerated() {
      let configuration = try small.configuration(epochs: 2) {
        $0.optimizer = optimizer
        $0.schedule = schedule
        $0.earlyStopping = index == 0 ? nil : EarlyStopping(patience: index, minimumDelta: 1e-6)
        $0.loss = index == 1 ? .binaryCrossEntropy : .meanSquaredError
      }
      let folder = small.runFolder("run\(index)")
      _ = try TrainingRun(configuration, in: folder, overwriting: false)
      #expect(try folder.readConfiguration() == configuration)
      #expect(try TrainedNetwork(path: folder.last).recipe == configuration.recipe)
    }
  }

  @Test func reportTellsHowItWasTrained() throws {
    let files = try small.train("run", epochs: 1, Self.stalling)
    let page = try parseMarkup(String(decoding: try #require(files["report.html"]), as: UTF8.self))
    let settings = page.all("td").map(\.text)
    for words in [
      "mean squared error", "RMSProp, rho 0.9, momentum 0.5, centred",
      "0.0001", "× 0.5 on a plateau of 1 epoch", "after 3 epochs without a lower validation loss",
    ] {
      #expect(settings.contains(words), "\(words)")
    }
  }
}
