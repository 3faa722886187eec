// What users of other systems complain about most, each with the test that it is otherwise here.
//
// Speed is measured, not tested: see Benchmarks. That a save can be stopped anywhere is shown by Scripts/fault_runs.
import Foundation
import TestSupport
import Testing

@Suite("Complaints about other systems", .serialized) struct ComplaintsTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--batch-size", "5"]

  init() throws { place = try Workplace.withGalaxies() }

  @discardableResult private func galaxy(_ arguments: [String], shell: String? = nil) throws -> CommandResult {
    let result = try place.galaxy(arguments, shell: shell)
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  @Test("Resume is no resume: optimizer, schedule, best score or random state are lost (pytorch/pytorch#36650)")
  func resumeIsExactWithinEpochs() throws {
    // A schedule whose length does not follow the time limit.
    let recipe = ["--epochs", "2", "--schedule", "plateau", "--average-weights", "0.9"]
    try galaxy(train + recipe + ["--output", "whole"])
    try galaxy(train + recipe + ["--output", "run", "--time-limit", "0.001s"])
    #expect(try place.folder.bytes("run/last.safetensors") != place.folder.bytes("whole/last.safetensors"))
    // A step or a validation at a time.
    for _ in 0..<8 { try galaxy(["train", "--resume", "run", "--time-limit", "0.001s"]) }
    for name in ["last.safetensors", "best.safetensors", "config.yaml"] {
      #expect(try place.folder.bytes("run/\(name)") == place.folder.bytes("whole/\(name)"), "\(name)")
    }
    #expect(
      try place.rows(of: "run/history.csv").map { $0.dropLast(2) }
        == place.rows(of: "whole/history.csv").map { $0.dropLast(2) })
  }

  @Test("A save that fails takes the last good checkpoint with it (Lightning-AI/pytorch-lightning#19970)")
  func aFailedSaveLeavesTheLastCheckpointGood() throws {
    try galaxy(train + ["--epochs", "2", "--output", "whole"])
    try galaxy(train + ["--epochs", "1", "--output", "run"])
    let before = try place.folder.bytes("run/last.safetensors")
    // No file may be larger than a thousand blocks.
    let result = try place.galaxy(["train", "--resume", "run", "--epochs", "2"], shell: "ulimit -f 1000")
    #expect(result.status == 1 && result.errors.contains("cannot be written: file too large"))
    #expect(try place.folder.bytes("run/last.safetensors") == before)
    #expect(try place.hiddenFiles(in: "run") == [])
    try galaxy(["train", "--resume", "run", "--epochs", "2"])
    #expect(try place.folder.bytes("run/last.safetensors") == place.folder.bytes("whole/last.safetensors"))
  }

  @Test(
    "No saving and no requeueing after SIGTERM or SIGUSR1 (Lightning-AI/pytorch-lightning#20542, #2397)",
    arguments: [SIGTERM, SIGUSR1])
  func aSignalSavesAndAsksToBeStartedAgain(signal: Int32) throws {
    let process = try place.start(train + ["--epochs", "100000", "--output", "run"])
    defer { kill(process.processIdentifier, SIGKILL) }
    let deadline = ContinuousClock.now + .seconds(120)
    while !FileManager.default.fileExists(atPath: place.folder.path("run/history.csv")) {
      try #require(process.isRunning && ContinuousClock.now < deadline)
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, signal)
    let result = try place.finish(process)
    #expect(result.status == 75 && result.errors.contains("--resume"))
    let epochs = "\(try place.rows(of: "run/history.csv").count)"
    try galaxy(["train", "--resume", "run", "--epochs", epochs])
    try galaxy(train + ["--epochs", epochs, "--output", "whole"])
    #expect(try place.folder.bytes("run/last.safetensors") == place.folder.bytes("whole/last.safetensors"))
  }

  @Test("The same seed gives another result")
  func equalSeedsGiveEqualBytes() throws {
    for (name, seed) in [("first", "7"), ("second", "7"), ("third", "8")] {
      try galaxy(train + ["--epochs", "1", "--seed", seed, "--output", name])
    }
    let bytes = try ["first", "second", "third"].map { try place.folder.bytes("\($0)/best.safetensors") }
    #expect(bytes[0] == bytes[1] && bytes[0] != bytes[2])
  }

  @Test("One truncated JPEG ends a run of hours, and nobody says which")
  func aTruncatedImageIsNamedAndLeftOut() throws {
    let image = try place.folder.bytes("images/100003.jpg")
    try place.folder.write(image.prefix(image.count / 2), to: "images/100003.jpg")
    let result = try galaxy(train + ["--epochs", "1", "--output", "run"])
    #expect(result.errors.contains("images/100003.jpg: is a damaged JPEG"))
  }

  @Test("Predictions are not aligned with the names of files")
  func rowsBelongToTheirFiles() throws {
    let place = try Workplace.withRun()
    let predict = ["predict", "--checkpoint", "run", "--output"]
    #expect(try place.galaxy(predict + ["all.csv", "--images", "images"]).status == 0)
    let all = try place.lines(of: "all.csv")
    for identifier in SyntheticGalaxies.identifiers.prefix(3) {
      try place.folder.write(
        try place.folder.bytes("images/\(identifier).jpg"), to: "one\(identifier)/\(identifier).jpg")
      #expect(try place.galaxy(predict + ["\(identifier).csv", "--images", "one\(identifier)"]).status == 0)
      let one = try place.lines(of: "\(identifier).csv")
      #expect(one.last.map(all.contains) == true && one.last?.hasPrefix("\(identifier),") == true)
    }
  }

  private static let canBeCutOff: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-rn", "true"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test("It is not really offline", .enabled(if: canBeCutOff, "unshare is needed to take the network away"))
  func worksWithoutANetwork() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["unshare", "-rn", try Workplace.executable().path] + train + ["--epochs", "1", "--output", "run"]
    process.currentDirectoryURL = URL(fileURLWithPath: place.folder.path)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try place.folder.files(in: "run").count == 6)
  }

  @Test("No regression of several outputs from a CSV")
  func severalColumnsAreLearned() throws {
    let rows = SyntheticGalaxies.identifiers.enumerated().map { "\($1).jpg,\($0),\(-2 * $0)\n" }
    try place.folder.write("name,size,tilt\n" + rows.joined(), to: "columns.csv")
    try galaxy([
      "train", "--network", "hildebrandt", "--images", "images", "--labels", "columns.csv", "--targets", "size,tilt",
      "--epochs", "1", "--batch-size", "5", "--output", "run",
    ])
    try galaxy(["predict", "--checkpoint", "run", "--images", "images", "--output", "p.csv"])
    let table = try place.rows(of: "p.csv")
    #expect(table.first?.suffix(2) == ["size", "tilt"] && table.count == 1 + rows.count)
    #expect(table.dropFirst().allSatisfy { $0.suffix(2).allSatisfy { Double($0) != nil } })
  }

  @Test("Training and evaluation disagree about the same network")
  func evaluationRepeatsTheValidation() throws {
    // Batch norm and dropout behave otherwise in training.
    let network = ["--network", "mobilenet-v1", "--resolution", "32", "--width-multiplier", "0.25"]
    let data = ["--images", "images", "--labels", "solutions.csv"]
    try galaxy(["train"] + network + data + ["--epochs", "2", "--batch-size", "5", "--output", "run"])
    struct Scores: Decodable { let rmse: Double }
    let scores = try galaxy(["evaluate", "--checkpoint", "run", "--subset", "validation", "--json"] + data)
      .json(Scores.self)
    let history = try place.rows(of: "run/history.csv")
    let (rmse, loss) = try (
      #require(history[0].firstIndex(of: "validation_rmse")), #require(history[0].firstIndex(of: "validation_loss"))
    )
    let best = try #require(history.dropFirst().min { (Double($0[loss]) ?? 0) < (Double($1[loss]) ?? 0) })
    #expect(try abs(scores.rmse - #require(Double(best[rmse]))) < 1e-6)
  }

  @Test("What is exported sees other pixels than training did")
  func aCacheHasThePixelsOfTheFiles() throws {
    try galaxy(["preprocess", "--images", "images", "--network", "hildebrandt", "--output", "images.cache"])
    try galaxy(train + ["--epochs", "1", "--output", "run"])
    for images in ["images", "images.cache"] {
      try galaxy(["predict", "--checkpoint", "run", "--images", images, "--output", "\(images).csv"])
    }
    #expect(try place.folder.bytes("images.csv") == place.folder.bytes("images.cache.csv"))
  }

  @Test("A learning-rate finder leaves the model changed")
  func aTestOfLearningRatesChangesNothing() throws {
    try galaxy(train + ["--epochs", "1", "--output", "before"])
    let files = try place.folder.files()
    try galaxy(["find-learning-rate"] + train.dropFirst() + ["--steps", "20", "--init", "before"])
    #expect(try place.folder.files() == files)
    try galaxy(train + ["--epochs", "1", "--output", "after"])
    #expect(try place.folder.bytes("after/last.safetensors") == place.folder.bytes("before/last.safetensors"))
  }
}
