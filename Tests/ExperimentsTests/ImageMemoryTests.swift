// Runs in little memory are those in much, to the bit.
import Experiments
import Foundation
import ImageDatasets
import NeuralNetwork
import TestSupport
import Testing
import Training

@Suite(.serialized) struct ImageMemoryTests {
  private let small: SmallRun
  /// Three of the twelve images.
  private let memory = ImageMemory.pixels(3 * 150 * 150)

  init() throws { small = try SmallRun() }

  private func expectEqual(_ files: [String: Data], _ expected: [String: Data]) throws {
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(files[name] == expected[name], "\(name)")
    }
    // The curve, without what the clock says.
    let curves = [files, expected].map { files in
      String(decoding: files["history.csv"] ?? Data(), as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: ",").dropLast(2) }
    }
    #expect(curves[0] == curves[1] && curves[0].count > 1)
  }

  @Test func theCurveIsTheSame() throws {
    let whole = try small.train("whole", epochs: 2)
    var run = try TrainingRun(
      try small.configuration(epochs: 2), in: small.runFolder("run"), overwriting: false, memory: memory)
    try run.finish()
    try expectEqual(try small.folder.files(in: "run"), whole)
  }

  /// Begun with few images in memory, stopped after a step of the second epoch, ended with none in memory.
  @Test func aRunGoesOnInsideAnEpoch() throws {
    let whole = try small.train("whole", epochs: 2)
    var run = try TrainingRun(
      try small.configuration(epochs: 2), in: small.runFolder("run"), overwriting: false, memory: memory)
    // Asked before the second step of the second epoch, after the first one.
    var (isSecondEpoch, asked) = (false, 0)
    let end = try run.finish(
      onEvent: { if case .epoch = $0 { isSecondEpoch = true } },
      stoppingWhen: {
        if isSecondEpoch { asked += 1 }
        return asked == 2
      })
    #expect(end == .stopped && run.epoch == 1 && run.imagesOfUnfinishedEpoch == 5)
    var resumed = try TrainingRun(resuming: small.runFolder("run"), memory: .pixels(0))
    #expect(resumed.epoch == 1 && resumed.imagesOfUnfinishedEpoch == 5)
    try resumed.finish()
    try expectEqual(try small.folder.files(in: "run"), whole)
  }

  @Test func learningRatesAreTestedTheSame() throws {
    let configuration = try small.configuration(epochs: 1)
    let all = try LearningRateTest(of: configuration, steps: 20)
    #expect(try LearningRateTest(of: configuration, steps: 20, memory: memory) == all)
  }

  @Test func aLimitBelowTheNetworksNeedIsToldWithTheFigureThatWouldDo() throws {
    let configuration = try small.configuration(epochs: 1)
    let error = #expect(throws: MemoryLimitError.self) {
      _ = try TrainingRun(configuration, in: small.runFolder("run"), overwriting: false, memory: .process(1 << 20))
    }
    let needed = try #require(error?.needed)
    #expect(
      "\(try #require(error))".contains("needs \((needed + (1 << 20) - 1) >> 20) MB of memory, found a limit of 1 MB"))
    // Only the network's weights, their gradients and two moments are 14 MB.
    #expect(needed > 14 << 20 && needed < 8 << 30)
  }

  @Test func imagesThatVanishEndTheRunWithTheirNameAndItsCheckpointGood() throws {
    let whole = try small.train("whole", epochs: 1)
    var run = try TrainingRun(
      try small.configuration(epochs: 1), in: small.runFolder("run"), overwriting: false, memory: .pixels(0))
    let moved = small.folder.path("moved")
    try FileManager.default.moveItem(atPath: small.images, toPath: moved)
    #expect(message { try run.finish() }?.contains(".jpg: cannot be read: no such file or directory") == true)
    try FileManager.default.moveItem(atPath: moved, toPath: small.images)
    try expectEqual(try small.resume("run"), whole)
  }
}
