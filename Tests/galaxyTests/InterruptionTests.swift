// galaxy train under signals, on a folder that is in use, and where files cannot be written.
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct InterruptionTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--batch-size", "5"]
  private let checkpoints = ["best.safetensors", "last.safetensors"]

  init() throws { place = try Workplace.withGalaxies() }

  /// Waits until something is so, while a process runs.
  private func wait(for process: Process, until isSo: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !isSo() {
      try #require(process.isRunning && ContinuousClock.now < deadline)
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  private func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place.folder.path(name)) }

  private func expectEqualRuns(_ first: String, _ second: String) throws {
    for name in checkpoints {
      #expect(try place.folder.bytes("\(first)/\(name)") == place.folder.bytes("\(second)/\(name)"), "\(name)")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGUSR1])
  func aStoppedTrainingIsSavedAndGoesOn(signal: Int32) throws {
    // Long enough to be stopped in the middle.
    let epochs = ["--epochs", "6"]
    let process = try place.start(train + ["--output", "run"] + epochs)
    try wait(for: process) { exists("run/history.csv") }
    kill(process.processIdentifier, signal)
    let stopped = try place.finish(process)
    #expect(stopped.status == 75)
    let (before, last) = (stopped.errorLines.dropLast(), try #require(stopped.errorLines.last))
    #expect(before.contains("stopping after this step; Ctrl-C leaves at once"))
    #expect(last.hasPrefix("stopped after ") && last.hasSuffix(" of 6; galaxy train --resume run goes on"))
    // What is known so far can be read.
    #expect(exists("run/report.html"))
    #expect(try place.galaxy(["train", "--resume", "run"]).status == 0)
    #expect(try place.galaxy(train + ["--output", "whole"] + epochs).status == 0)
    try expectEqualRuns("run", "whole")
    #expect(try place.folder.files(in: "run").count == 6)
  }

  /// The states of a process's threads: R runs, S waits for an event, T is held.
  private func states(of process: Process) throws -> [String] {
    let tasks = "/proc/\(process.processIdentifier)/task"
    return try FileManager.default.contentsOfDirectory(atPath: tasks).map { task in
      let line = try String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8)
      // The state follows the command, which stands in parentheses.
      return try String(#require(line.components(separatedBy: ") ").last).prefix(1))
    }
  }

  private func isPipe(_ name: String) -> Bool {
    var status = stat()
    return stat(place.folder.path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
  }

  /// Makes a training wait in its next checkpoint, for somebody who reads it.
  private func trainingThatWaitsInItsCheckpoint() throws -> Process {
    let process = try place.start(train + ["--output", "run", "--epochs", "1000", "--checkpoint-every", "0.001s"])
    try wait(for: process) { exists("run/history.csv") }
    // A checkpoint that was under way takes the pipe's place; then another pipe is laid.
    try wait(for: process) {
      if !isPipe("run/last.safetensors") {
        let pipe = place.folder.path("run/pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(rename(pipe, place.folder.path("run/last.safetensors")) == 0)
      }
      for _ in 0..<5 {
        Thread.sleep(forTimeInterval: 0.1)
        if try states(of: process).contains(where: { $0 != "S" }) { return false }
      }
      return isPipe("run/last.safetensors")
    }
    return process
  }

  @Test func aSecondInterruptionLeavesAtOnce() throws {
    let process = try trainingThatWaitsInItsCheckpoint()
    kill(process.processIdentifier, SIGINT)
    try wait(for: process) { try place.errorsSoFar().contains("stopping after this step") }
    // Whoever manages a machine may add its own signals; they change nothing.
    kill(process.processIdentifier, SIGTERM)
    kill(process.processIdentifier, SIGUSR1)
    Thread.sleep(forTimeInterval: 0.2)
    #expect(process.isRunning)
    kill(process.processIdentifier, SIGINT)
    #expect(try place.finish(process).status == 128 + SIGINT)
    #expect(try place.hiddenFiles(in: "run").isEmpty)
  }

  @Test func aSecondTrainingInAFolderIsRefused() throws {
    let process = try trainingThatWaitsInItsCheckpoint()
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let others = try Workplace(sharing: place)
    for arguments in [
      ["train", "--resume", "run"], train + ["--output", "run"], train + ["--output", "run", "--overwrite"],
    ] {
      let result = try others.galaxy(arguments)
      #expect(result.status == 1)
      #expect(result.errorLines.last == "Error: run: is being trained by another process")
    }
  }

  @Test func dataThatVanishAreToldAndTheCheckpointStays() throws {
    let packing = ["preprocess", "--network", "hildebrandt", "--images", "images", "--output", "cache"]
    #expect(try place.galaxy(packing).status == 0)
    var arguments = train + ["--output", "run", "--epochs", "1000"]
    arguments[4] = "cache"
    let process = try place.start(arguments)
    try wait(for: process) { exists("run/history.csv") }
    #expect(truncate(place.folder.path("cache"), 4096) == 0)
    let result = try place.finish(process)
    #expect(result.status == 1)
    #expect(result.errorLines.last == "Error: a file that is being read was cut short, or its disk failed")
    try place.folder.remove("cache")
    #expect(try place.galaxy(packing).status == 0)
    #expect(try place.galaxy(["train", "--resume", "run", "--time-limit", "0.001s"]).status == 0)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGUSR1])
  func stoppedBeforeItsFirstStepItStartsAgain(signal: Int32) throws {
    let image = try place.folder.bytes("images/100001.jpg")
    try place.folder.remove("images/100001.jpg")
    #expect(mkfifo(place.folder.path("images/100001.jpg"), 0o600) == 0)
    let arguments = train + ["--output", "run", "--epochs", "1"]
    let process = try place.start(arguments)
    try wait(for: process) { exists("run") }
    kill(process.processIdentifier, signal)
    let stopped = try place.finish(process)
    #expect(stopped.status == 75)
    #expect(stopped.errorLines.last == "stopped before the first step; the same command starts again")
    try place.folder.remove("images/100001.jpg")
    try place.folder.write(image, to: "images/100001.jpg")
    #expect(try place.folder.files(in: "run").isEmpty)
    #expect(try place.galaxy(arguments).status == 0)
    #expect(try place.folder.files(in: "run").count == 6)
  }

  /// What a full disk does, a limit on the size of files does, too.
  private func galaxyWithSmallFiles(_ arguments: [String]) throws -> CommandResult {
    try place.galaxy(arguments, shell: "ulimit -f 64")
  }

  @Test func aNewRunThatCannotBeWrittenLeavesTheOldOne() throws {
    #expect(try place.galaxy(train + ["--output", "run", "--epochs", "1"]).status == 0)
    let before = try place.folder.files()
    let result = try galaxyWithSmallFiles(train + ["--output", "run", "--epochs", "1", "--overwrite"])
    #expect(result.status == 1)
    #expect(result.errorLines.last == "Error: run/last.safetensors: cannot be written: file too large")
    #expect(try place.folder.files() == before)
  }

  @Test func aCheckpointThatCannotBeWrittenLeavesTheLastOne() throws {
    let epochs = ["--epochs", "2"]
    #expect(try place.galaxy(train + ["--output", "whole"] + epochs).status == 0)
    #expect(try place.galaxy(train + ["--output", "run", "--time-limit", "0.001s"] + epochs).status == 0)
    let before = try place.folder.bytes("run/last.safetensors")
    let result = try galaxyWithSmallFiles(["train", "--resume", "run"])
    #expect(result.status == 1)
    #expect(
      result.errorLines.suffix(2) == [
        "the last checkpoint is whole: galaxy train --resume run goes on from there",
        "Error: run/best.safetensors: cannot be written: file too large",
      ])
    #expect(try place.folder.bytes("run/last.safetensors") == before)
    #expect(try place.hiddenFiles(in: "run").isEmpty)
    #expect(try place.galaxy(["train", "--resume", "run"]).status == 0)
    try expectEqualRuns("run", "whole")
  }
}
