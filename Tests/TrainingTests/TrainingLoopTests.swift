// The loop: epochs, schedules, early stopping, checkpoints, going on.
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite struct TrainingLoopTests {
  private let folder: TemporaryFolder
  private let plan = TrainingPlan(epochs: 4, batchSize: 4, learningRate: 0.1, schedule: .cosine(warmUp: 0), seed: 3)

  init() throws { folder = try TemporaryFolder() }

  private func loop(_ name: String?, _ plan: TrainingPlan? = nil, _ fit: LineFit = LineFit()) throws
    -> TrainingLoop<LineFit>
  {
    try TrainingLoop(
      fit, plan: plan ?? self.plan, training: LineFit.source, validation: LineFit.source,
      in: name.map { RunFolder(path: folder.path($0)) })
  }

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
  }

  @Test func stepsAreNumberedAndFollowTheSchedule() throws {
    var loop = try loop(nil)
    #expect(try loop.run() == .lastEpoch)
    let steps = loop.trainable.steps
    #expect(steps.map(\.index) == Array(0..<12) && steps.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])
    for step in steps {
      #expect(abs(step.rate - 0.05 * (1 + cos(.pi * Double(step.index) / 12))) < 1e-12)
    }
    let losses = loop.history.epochs.compactMap { $0.validation["loss"] }
    #expect(losses.count == 4 && losses[3] < losses[0])
    #expect(loop.best?.value == losses.min())
    #expect(loop.history.epochs.allSatisfy { $0.validation["count"] == 10 && $0.training.names == ["loss"] })
  }

  @Test func aResumedTrainingEndsWithTheSameBytes() throws {
    var whole = try loop("whole")
    try whole.run()
    var first = try loop("parts")
    try first.runEpoch()
    #expect(first.epoch == 1)
    var second = try loop("parts")
    #expect(second.epoch == 1 && second.history.epochs.count == 1)
    try second.run()
    for file in ["last.safetensors", "best.safetensors"] {
      #expect(try folder.bytes("whole/\(file)") == folder.bytes("parts/\(file)"))
    }
    let header = String(decoding: try folder.bytes("parts/history.csv"), as: UTF8.self).prefix { $0 != "\n" }
    #expect(
      header
        == "epoch,training_loss,validation_loss,validation_count,learning_rate,seconds,images_per_second")
    #expect(try TrainingHistory(reading: folder.path("parts/history.csv")).epochs == second.history.epochs)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try makeFolder("run")
    var begun = try loop("run")
    try begun.runEpoch()
    func message(_ change: (inout TrainingPlan) -> Void) -> String {
      var changed = plan
      change(&changed)
      do {
        _ = try loop("run", changed)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(message { $0.seed = 4 }.hasSuffix("was begun with other settings than those given now"))
    #expect(message { $0.epochs = 5 }.contains("its learning rates were planned for 4 epochs (cosine)"))
    #expect(
      message { $0.epochs = 0 }
        == "\(folder.path("run"))/last.safetensors: is at epoch 1 already, beyond the 0 asked for")
    #expect(message { _ in } == "")
    // A checkpoint that does not say how it was planned may have been planned so.
    var contents = try SafeTensors(path: folder.path("run/last.safetensors"))
    contents.metadata["plan"] = nil
    try contents.write(to: folder.path("run/last.safetensors"))
    #expect(message { $0.epochs = 5 } == "")
    #expect(message { $0.epochs = 0 }.hasSuffix("is at epoch 1 already, beyond the 0 asked for"))
    try folder.write("epoch,training_loss\n", to: "run/history.csv")
    #expect(message { _ in }.contains("history.csv: line 1: expected the header"))
  }

  @Test func earlyStoppingEndsTheTraining() throws {
    var plan = TrainingPlan(epochs: 50, batchSize: 10, learningRate: 0, seed: 0)
    plan.earlyStopping = EarlyStopping(patience: 2)
    var loop = try loop(nil, plan)
    #expect(try loop.run() == .earlyStopping)
    #expect(loop.epoch == 3 && loop.best?.epoch == 1)
  }

  @Test func gradientsAreCombinedBeforeTheUpdate() throws {
    var loop = try loop(nil, TrainingPlan(epochs: 1, batchSize: 10, learningRate: 1))
    loop.reduction = { gradients in
      gradients.values = gradients.values.mapValues { Tensor($0.shape, repeating: 0) }
    }
    let before = loop.trainable.layer.tensors
    try loop.run()
    #expect(loop.trainable.layer.tensors == before)
  }

  @Test func divergenceIsNamed() throws {
    var fit = LineFit()
    fit.factor = .nan
    var loop = try loop(nil, nil, fit)
    #expect(throws: DivergenceError.self) { try loop.run() }
    #expect(loop.epoch == 0)
  }

  @Test func eventsTellEveryEpoch() throws {
    var loop = try loop(nil)
    var epochs: [Int] = []
    var activities: [String] = []
    try loop.run { event in
      switch event {
      case .epoch(let record, _): epochs.append(record.epoch)
      case .skipped: Issue.record("nothing is wrong with the batches")
      case .progress(let progress): if progress.done == 0 { activities.append(progress.activity) }
      }
    }
    #expect(epochs == [1, 2, 3, 4])
    #expect(activities.prefix(2) == ["epoch 1/4", "validating"])
  }
}
