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

  @Test func aRunWithoutACheckpointCanBeBegunAgain() throws {
    try small.train("whole", epochs: 1)
    let configuration = try small.folder.bytes("whole/config.yaml")
    // Stopped before its first checkpoint, by a version that wrote the configuration first.
    for name in ["again", "resumed"] { try small.folder.write(configuration, to: "\(name)/config.yaml") }
    let (again, resumed) = (try small.train("again", epochs: 1), try small.resume("resumed"))
    for file in ["best.safetensors", "last.safetensors", "config.yaml"] {
      let expected = try small.folder.bytes("whole/\(file)")
      #expect(again[file] == expected && resumed[file] == expected, "\(file)")
    }
    // What is somebody's own is no run.
    try small.folder.write("notes: mine", to: "own/config.yaml")
    #expect(message { try small.train("own", epochs: 1) }?.contains("holds a run already (config.yaml)") == true)
    #expect(try small.folder.files(in: "own").count == 1)
  }

  /// A process that was killed while a new run took the place of an old one.
  @Test func anInterruptedReplacementIsCarriedOn() throws {
    try small.train("old", epochs: 1)
    let new = try small.train("new", epochs: 0) { $0.seed = 3 }
    let first = ["last.safetensors", "config.yaml"]
    // None, the first and both of the two files moved in already; of the old run, more and more is gone.
    for (moved, removed) in [
      ([], []), ([], ["best.safetensors", "history.csv"]),
      (["last.safetensors"], ["best.safetensors", "history.csv", "report.html"]),
      (first, ["best.safetensors", "history.csv", "report.html"]),
    ] {
      let name = "run\(moved.count)\(removed.count)"
      for (file, bytes) in try small.folder.files(in: "old") where !removed.contains(file) {
        try small.folder.write(bytes, to: "\(name)/\(file)")
      }
      try FileManager.default.createDirectory(
        atPath: small.folder.path("\(name)/.galaxy-new"), withIntermediateDirectories: true)
      for file in first {
        let place = moved.contains(file) ? file : ".galaxy-new/\(file)"
        try small.folder.write(try #require(new[file]), to: "\(name)/\(place)")
      }
      // What a process left that was killed before its files were complete.
      let abandoned = "\(name)/.galaxy-new.0123456789abcdef"
      try small.folder.write("", to: "\(abandoned)/.last.safetensors.0123456789abcdef.tmp")
      try small.folder.write("", to: "\(abandoned)/config.yaml")
      let run = try TrainingRun(resuming: small.runFolder(name))
      #expect(run.epoch == 0 && run.configuration.recipe.seed == 3)
      let files = try small.folder.files(in: name)
      #expect(files.keys.sorted() == first.sorted())
      #expect(try FileManager.default.contentsOfDirectory(atPath: small.folder.path(name)).count == 2)
      #expect(first.allSatisfy { files[$0] == new[$0] })
    }
  }

  @Test func stoppedBeforeAnyStepItGoesOn() throws {
    let whole = try small.train("whole", epochs: 1)
    var run = try TrainingRun(try small.configuration(epochs: 1), in: small.runFolder("run"), overwriting: false)
    #expect(try run.finish(stoppingWhen: { true }) == .stopped)
    #expect(try small.folder.files(in: "run").keys.sorted() == ["config.yaml", "last.safetensors", "report.html"])
    let resumed = try small.resume("run")
    #expect(resumed["last.safetensors"] == whole["last.safetensors"])
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

  @Test func finishedRunHasItsFiles() throws {
    let run = try SmallRun.afterOneEpoch.get()
    #expect(
      run.keys.sorted() == ["best.safetensors", "config.yaml", "history.csv", "last.safetensors", "report.html"])
    let report = String(decoding: try #require(run["report.html"]), as: UTF8.self)
    let page = try parseMarkup(report)
    #expect(page.all("h1").map(\.text) == ["hildebrandt"])
    // Both validation galaxies, also as best and worst, and as the network sees them with and without evidence; the
    // filters.
    #expect(page.all("img").count == 2 + 2 + 2 * 2 + 1)
  }
}
