// One process at a time trains in a folder.
import DataFiles
import Foundation
import TestSupport
import Testing
import Training

/// The other process is util-linux's flock.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"))) struct RunLockTests {
  private let folder: TemporaryFolder
  private let plan = TrainingPlan(epochs: 1, batchSize: 4)

  init() throws { folder = try TemporaryFolder() }

  private var run: RunFolder { RunFolder(path: folder.path("run")) }

  private func loop() throws -> TrainingLoop<LineFit> {
    try TrainingLoop(LineFit(), plan: plan, training: LineFit.source, in: run)
  }

  private func flock(_ arguments: [String], input: Any? = nil, output: Any? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    return process
  }

  private func otherProcessGetsTheLock() throws -> Bool {
    let process = try flock(["-n", run.path, "true"])
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  @Test func aLoopKeepsOtherProcessesOut() throws {
    do {
      var loop = try loop()
      #expect(try !otherProcessGetsTheLock())
      try loop.run()
      // In one process a training may be taken up while the old value is still there.
      let second = try self.loop()
      #expect(second.epoch == 1)
      withExtendedLifetime(loop) {}
    }
    #expect(try otherProcessGetsTheLock())
  }

  @Test func aFolderThatAnotherProcessTrainsInIsRefused() throws {
    try FileManager.default.createDirectory(atPath: run.path, withIntermediateDirectories: true)
    let (input, output) = (Pipe(), Pipe())
    let other = try flock([run.path, "sh", "-c", "echo locked; read line"], input: input, output: output)
    _ = try output.fileHandleForReading.read(upToCount: 6)
    #expect(throws: FileError(path: run.path, problem: "is being trained by another process")) { try loop() }
    #expect(try folder.files().isEmpty)
    try input.fileHandleForWriting.close()
    other.waitUntilExit()
    #expect(try loop().epoch == 0)
  }

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    for name in [
      ".last.safetensors.0123456789abcdef.tmp", ".best.safetensors.ffffffffffffffff.tmp",
      ".history.csv.0000000000000000.tmp",
      ".notes.0123456789abcdef.tmp", ".last.safetensors.0123.tmp", ".last.safetensors.x123456789abcdef.tmp",
    ] {
      try folder.write("", to: "run/\(name)")
    }
    _ = try loop()
    #expect(
      try folder.files(in: "run").keys.sorted() == [
        ".last.safetensors.0123.tmp", ".last.safetensors.x123456789abcdef.tmp", ".notes.0123456789abcdef.tmp",
        "last.safetensors",
      ])
  }
}
