// Runs repeat to the last bit, go on where they stopped, and leave whole files.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite(.serialized) struct TrainingRunTests {
  private let small: SmallRun

  init() throws { small = try SmallRun() }

  /// The rows of a history without what the clock says.
  private func repeatable(_ history: Data?) throws -> [[Substring]] {
    let text = String(decoding: try #require(history), as: UTF8.self)
    return text.split(separator: "\n").map { $0.split(separator: ",").dropLast(2) }
  }

  @Test func equalRunsWriteEqualFilesForAnyNumberOfThreads() throws {
    let before = Parallel.threadCount
    defer { Parallel.setThreadCount(before) }
    let runs = try [2, 2, 1, 3].enumerated().map { index, threads in
      Parallel.setThreadCount(threads)
      return try small.train("run\(index)", epochs: 2)
    }
    for run in runs {
      #expect(run.count == 5)
      for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
        #expect(run[name] == runs[0][name], "\(name)")
      }
      #expect(try repeatable(run["history.csv"]) == repeatable(runs[0]["history.csv"]))
    }
  }

  @Test func anotherSeedMakesAnotherNetwork() throws {
    let first = try small.train("first", epochs: 0)
    let second = try small.train("second", epochs: 0) { $0.seed = 1 }
    #expect(first["last.safetensors"] != second["last.safetensors"])
  }

  /// Where convolutions have faster forms, they round otherwise, and no more than that.
  @Test(.enabled(if: Parallel.instructionSet == "avx512")) func precisionIsThatOfTheRecipe() throws {
    // One step, so that the loss is still that of equal weights.
    func run(_ precision: ConvolutionPrecision) throws -> [String: Data] {
      try small.train(precision.rawValue, epochs: 1) {
        $0.precision = precision
        $0.batchSize = 12
      }
    }
    let (exact, relaxed) = (try run(.exact), try run(.relaxed))
    #expect(exact["best.safetensors"]?.suffix(3_000_000) != relaxed["best.safetensors"]?.suffix(3_000_000))
    let losses = try ["exact", "relaxed"].map { try TrainingHistory(reading: small.runFolder($0).history).epochs[0] }
    #expect(try abs(#require(losses[0].training["loss"]) - #require(losses[1].training["loss"])) < 1e-5)
  }

  @Test func resumedRunEqualsOneInOneGo() throws {
    let whole = try small.train("whole", epochs: 3)
    let begun = try small.train("run", epochs: 1)
    let resumed = try small.resume("run", epochs: 3)
    #expect(begun["last.safetensors"] != resumed["last.safetensors"])
    let names = ["best.safetensors", "last.safetensors", "config.yaml"]
    #expect(whole.count == 5)
    for name in names { #expect(resumed[name] == whole[name], "\(name)") }
    #expect(try repeatable(resumed["history.csv"]) == repeatable(whole["history.csv"]))

    // As after a crash between the writing of history and checkpoint: two epochs too many are in the history.
    try small.folder.write(try #require(begun["last.safetensors"]), to: "run/last.safetensors")
    let repeated = try small.resume("run")
    for name in names { #expect(repeated[name] == whole[name], "\(name)") }
    #expect(try repeatable(repeated["history.csv"]) == repeatable(whole["history.csv"]))
  }

  @Test func bestOfAResumedRunKnowsTheNewLength() throws {
    try small.folder.write(SmallRun.afterOneEpoch.get().inFolder("run"))
    try small.pointConfigurationHere("run")
    _ = try TrainingRun(resuming: small.runFolder("run"), epochs: 2)
    #expect(try TrainedNetwork(path: small.runFolder("run").best).recipe.epochs == 2)
    #expect(try small.runFolder("run").readConfiguration().recipe.epochs == 2)
  }

  @Test func historyTellsWhatTheNetworkDoes() throws {
    try small.train("run", epochs: 2)
    let history = try TrainingHistory(reading: small.runFolder("run").history).epochs
    #expect(history.map(\.epoch) == [1, 2])
    let last = try TrainedNetwork(path: small.runFolder("run").last)
    let scores = try #require(try last.evaluate(on: small.data, subset: .validation).scores as? ScoreTable)
    #expect(scores.rmse == history[1].validation["rmse"])
    for record in history {
      let rmse = try #require(record.validation["rmse"])
      #expect(record.validation["loss"] == rmse * rmse)
    }
    #expect(last.validationLoss == history[1].validation["loss"])
    let best = try TrainedNetwork(path: small.runFolder("run").path)
    #expect(best.validationLoss == history.compactMap { $0.validation["loss"] }.min())
    #expect(history.best(by: "loss")?.epoch == best.epoch)
  }

  @Test func zeroEpochsWriteTheStartingWeights() throws {
    let files = try small.train("run", epochs: 0) { $0.seed = 5 }
    #expect(files.keys.sorted() == ["config.yaml", "last.safetensors", "report.html"])
    let start = try TrainedNetwork(path: small.runFolder("run").last)
    #expect(start.epoch == 0)
    #expect(start.validationLoss == nil)
    var network = start.network
    network.initializeParameters(seed: 5)
    for (name, tensor) in network.tensors {
      #expect(start.network.tensors[name]?.scalars == tensor.scalars, "\(name)")
    }
    #expect(try small.resume("run", epochs: 1)["best.safetensors"] != nil)
  }

  @Test func aRunInTheFolderIsKeptUnlessOverwritten() throws {
    let old = try small.train("run", epochs: 1)
    let refusal = message { try small.train("run", epochs: 0) }
    #expect(refusal?.hasPrefix("\(small.folder.path)/run: holds a run already (best.safetensors)") == true)
    #expect(try small.folder.files(in: "run") == old)
    let new = try small.train("run", epochs: 0, overwriting: true)
    #expect(new.keys.sorted() == ["config.yaml", "last.safetensors", "report.html"])
  }

  @Test func unreadableImageIsLeftOutAndTold() throws {
    try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    var leftOut: [String] = []
    try small.train(
      "run", epochs: 0,
      onEvent: { event in
        if case .leftOut(let failure) = event { leftOut.append(failure.identifier) }
      })
    #expect(leftOut == ["100003"])
    let trained = try TrainedNetwork(path: small.runFolder("run").last)
    let used = (trained.trainingIdentifiers + trained.validationIdentifiers).sorted()
    #expect(used == SyntheticGalaxies.identifiers.filter { $0 != "100003" })
  }

  @Test func badDataLeaveAnOldRunAlone() throws {
    let old = try small.train("run", epochs: 0)
    for identifier in SyntheticGalaxies.identifiers {
      try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/\(identifier).jpg")
    }
    let failure = message { try small.train("run", epochs: 0, overwriting: true) }
    #expect(failure?.hasPrefix("\(small.images)/100001.jpg: is a damaged JPEG") == true)
    #expect(try small.folder.files(in: "run") == old)
  }

  @Test func divergedRunKeepsItsLastGoodFiles() throws {
    let start = try small.train("start", epochs: 0) { $0.learningRate = 1e30 }
    #expect(throws: DivergenceError.self) { try small.train("run", epochs: 1) { $0.learningRate = 1e30 } }
    let files = try small.folder.files(in: "run")
    #expect(files.keys.sorted() == ["config.yaml", "last.safetensors"])
    let weights = files["last.safetensors"]?.suffix(3_000_000)
    #expect(weights == start["last.safetensors"]?.suffix(3_000_000))
  }

  @Test func resumeRefusesChangedDataAndFiles() throws {
    let run = try SmallRun.afterOneEpoch.get()
    func failure(epochs: Int? = 2, _ change: () throws -> Void) throws -> String? {
      try SyntheticGalaxies.write(to: small.folder)
      try small.folder.write(run.inFolder("run"))
      try small.pointConfigurationHere("run")
      try change()
      let before = try small.folder.files(in: "run")
      defer { #expect((try? small.folder.files(in: "run")) == before) }
      return message { try small.resume("run", epochs: epochs) }
    }
    let path = small.folder.path("run")
    #expect(
      try failure { try small.folder.remove("images/100002.jpg") }
        == "the run was made with images that are not there any more or have no label: 100002")
    #expect(
      try failure { try small.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100002.jpg") }?
        .hasPrefix("\(small.images)/100002.jpg: is a damaged JPEG") == true)
    #expect(try failure(epochs: 0) {} == "\(path): is at epoch 1 already, beyond the 0 asked for")
    #expect(
      try failure {
        try small.folder.write(try #require(run["last.safetensors"]).dropLast(), to: "run/last.safetensors")
      }?
      .hasPrefix("\(path)/last.safetensors: is no usable checkpoint: it ends within") == true)
    #expect(
      try failure { try small.folder.remove("run/last.safetensors") }
        == "\(path)/last.safetensors: cannot be read: no such file or directory")
    #expect(
      try failure { try small.folder.write(try #require(run["best.safetensors"]), to: "run/last.safetensors") }?
        .hasSuffix("so that no run can go on from it") == true)
    #expect(
      try failure { try small.folder.remove("run/best.safetensors") }
        == "\(path)/best.safetensors: cannot be read: no such file or directory")
    #expect(
      try failure { try small.folder.write("epoch\n", to: "run/history.csv") }?
        .hasPrefix("\(path)/history.csv: line 1: expected the header") == true)
    #expect(
      try failure { try small.folder.write("{", to: "run/config.yaml") }?
        .hasPrefix("\(path)/config.yaml: is no configuration of a run: ") == true)
    #expect(
      try failure {
        let text = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self)
        try small.folder.write(text.replacing("batchSize: 5", with: "batchSize: many"), to: "run/config.yaml")
      }?.hasPrefix("\(path)/config.yaml: is no configuration of a run: recipe.batchSize: ") == true)
    #expect(
      try failure {
        let text = String(decoding: try small.folder.bytes("run/config.yaml"), as: UTF8.self)
        try small.folder.write(text.replacing("seed: 0", with: "seed: 1"), to: "run/config.yaml")
      } == "\(path)/config.yaml: does not belong to \(path)/last.safetensors: their recipes differ")
  }

  @Test func finishedRunHasItsFiles() throws {
    let run = try SmallRun.afterOneEpoch.get()
    #expect(
      run.keys.sorted() == ["best.safetensors", "config.yaml", "history.csv", "last.safetensors", "report.html"])
    let report = String(decoding: try #require(run["report.html"]), as: UTF8.self)
    let page = try parseMarkup(report)
    #expect(page.all("h1").map(\.text) == ["hildebrandt"])
    #expect(page.all("img").count == 2)
  }
}

extension SmallRun {
  /// Makes the configuration of a run that was copied from elsewhere name the galaxies of this folder.
  fileprivate func pointConfigurationHere(_ name: String) throws {
    let text = String(decoding: try folder.bytes("\(name)/config.yaml"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("images: ") ? "images: \(images)" : line.hasPrefix("labels: ") ? "labels: \(labels)" : String(line)
    }
    try folder.write(lines.joined(separator: "\n"), to: "\(name)/config.yaml")
  }
}

extension [String: Data] {
  fileprivate func inFolder(_ name: String) -> [String: Data] {
    Dictionary(uniqueKeysWithValues: map { ("\(name)/\($0.key)", $0.value) })
  }
}
