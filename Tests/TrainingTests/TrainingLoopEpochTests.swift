// Stopping and going on within an epoch: wherever it happens, the end has the same bytes.
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite struct TrainingLoopEpochTests {
  private let folder: TemporaryFolder
  /// Three steps an epoch.
  private let plan = TrainingPlan(
    epochs: 3, batchSize: 4, learningRate: 0.1, schedule: .cosine(warmUp: 0.1),
    earlyStopping: EarlyStopping(patience: 9),
    seed: 3)

  init() throws { folder = try TemporaryFolder() }

  private func loop(_ name: String, _ fit: LineFit = LineFit()) throws -> TrainingLoop<LineFit> {
    var loop = try TrainingLoop(
      fit, plan: plan, training: LineFit.source, validation: LineFit.source, in: RunFolder(path: folder.path(name)))
    loop.validationBatchSize = 4
    return loop
  }

  /// The bytes of the checkpoints, and the history without what the clock says.
  private func outcome(_ name: String) throws -> [String: Data] {
    var files = try folder.files(in: name)
    let history = String(decoding: try #require(files["history.csv"]), as: UTF8.self)
    let rows = history.split(separator: "\n").map { $0.split(separator: ",").dropLast(2).joined(separator: ",") }
    files["history.csv"] = Data(rows.joined(separator: "\n").utf8)
    return files
  }

  /// A question that is answered with yes from the given time on.
  private func yes(after count: Int) -> () -> Bool {
    var asked = 0
    return {
      asked += 1
      return asked > count
    }
  }

  @Test func stoppedAnywhereItEndsWithTheSameBytes() throws {
    var whole = try loop("whole")
    var questions = 0
    let end = try whole.run(stoppingWhen: {
      questions += 1
      return false
    })
    #expect(end == .lastEpoch)
    // Before each of nine steps and three validations, and between the three batches of these.
    #expect(questions == 9 + 3 + 3 * 3)
    let expected = try outcome("whole")
    for count in 0..<questions {
      var first = try loop("stopped\(count)")
      #expect(try first.run(stoppingWhen: yes(after: count)) == .stopped)
      #expect(first.epoch < 3)
      var second = try loop("stopped\(count)")
      #expect(second.epoch == first.epoch && second.itemsOfUnfinishedEpoch == first.itemsOfUnfinishedEpoch)
      #expect(try second.run() == .lastEpoch)
      #expect(try outcome("stopped\(count)") == expected, "stopped at question \(count)")
    }
  }

  @Test func aTrainingThatGetsNoTimeComesToItsEndStepByStep() throws {
    var whole = try loop("whole")
    try whole.run()
    var goes = 1
    while try loopOnce("bits") == .timeLimit { goes += 1 }
    // A step or a validation a go.
    #expect(goes == 9 + 3)
    #expect(try outcome("bits") == outcome("whole"))
  }

  private func loopOnce(_ name: String) throws -> TrainingEnd {
    var next = try loop(name)
    return try next.run(by: .now)
  }

  @Test func aCrashCostsWhatFollowedTheLastCheckpoint() throws {
    var whole = try loop("whole")
    try whole.run()
    for step in 0..<9 {
      var fit = LineFit()
      fit.crashesBefore = step
      var crashing = try loop("crash\(step)", fit)
      crashing.checkpointInterval = .zero
      #expect(throws: LineFit.Crash.self) { try crashing.run() }
      var next = try loop("crash\(step)")
      #expect(next.epoch * 10 + next.itemsOfUnfinishedEpoch == step / 3 * 10 + step % 3 * 4)
      try next.run()
      #expect(try outcome("crash\(step)") == outcome("whole"))
    }
  }

  @Test func shortEpochsAreNotInterruptedByCheckpoints() throws {
    var fit = LineFit()
    fit.crashesBefore = 2
    var crashing = try loop("run", fit)
    #expect(throws: LineFit.Crash.self) { try crashing.run() }
    #expect(try loop("run").itemsOfUnfinishedEpoch == 0)
  }

  @Test func timeOfAnInterruptedEpochIsKept() throws {
    var first = try loop("run")
    _ = try first.run(stoppingWhen: yes(after: 2))
    let contents = try SafeTensors(path: folder.path("run/last.safetensors"))
    struct Position: Decodable { let seconds: Double }
    let position: Position = try contents.requiredMetadataValue("position")
    #expect(position.seconds > 0)
    var second = try loop("run")
    let record = try second.runEpoch()
    #expect(record.seconds > position.seconds)
    #expect(try SafeTensors(path: folder.path("run/last.safetensors")).metadata["position"] == nil)
  }

  @Test func aPositionThatDoesNotFitIsRefused() throws {
    var first = try loop("run")
    _ = try first.run(stoppingWhen: yes(after: 1))
    let path = folder.path("run/last.safetensors")
    let good = try SafeTensors(path: path)
    for (old, new, problem) in [
      ("\"count\":10", "\"count\":12", "stopped in an epoch of 12 items, found 10"),
      ("\"done\":4", "\"done\":5", "stopped after 5 items of an epoch, which is no end of a step"),
      ("\"done\":4", "\"done\":-4", "stopped after -4 items of an epoch, which is no end of a step"),
      ("\"done\":4", "\"done\":\"x\"", "its metadata hold no usable position"),
    ] {
      var changed = good
      changed.metadata["position"] = try #require(good.metadata["position"]).replacing(old, with: new)
      try changed.write(to: path)
      do {
        _ = try loop("run")
        Issue.record("\(new) was accepted")
      } catch {
        #expect("\(error)" == "\(path): \(problem)")
      }
    }
  }
}
