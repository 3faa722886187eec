// The built command, run as a user runs it.
import Foundation
import TestSupport
import Testing

/// What a run of the command left behind.
struct CommandResult {
  let status: Int32
  let output: String
  let errors: String

  /// The lines on standard error.
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  /// The whole of standard output as one JSON value.
  func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(output.utf8))
  }
}

/// A folder to run `galaxy` in, with paths relative to it.
struct Workplace {
  let folder: TemporaryFolder
  private let logs: TemporaryFolder

  /// An empty folder.
  init() throws {
    folder = try TemporaryFolder()
    logs = try TemporaryFolder()
  }

  /// Another terminal in the same folder.
  init(sharing place: Workplace) throws {
    folder = place.folder
    logs = try TemporaryFolder()
  }

  /// A folder with `images` and `solutions.csv`.
  static func withGalaxies() throws -> Workplace {
    let place = try Workplace()
    try SyntheticGalaxies.write(to: place.folder)
    return place
  }

  /// A folder with `images`, `solutions.csv` and, in `run`, a run of one epoch on them.
  static func withRun() throws -> Workplace {
    let place = try withGalaxies()
    for (name, bytes) in try trainedRun.get() { try place.folder.write(bytes, to: "run/\(name)") }
    return place
  }

  private static let trainedRun = Result {
    let place = try withGalaxies()
    let result = try place.galaxy(trainingArguments + ["--output", "run", "--epochs", "1", "--batch-size", "5"])
    #expect(result.status == 0, "\(result.errors)")
    return try place.folder.files(in: "run")
  }

  /// `train` on the galaxies.
  static let trainingArguments = [
    "train", "--network", "hildebrandt", "--images", "images", "--labels", "solutions.csv",
  ]

  /// The executable lies beside the test bundle, or above it.
  static func executable() throws -> URL {
    var folder = try #require(Bundle.main.executableURL).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("galaxy")
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// Starts the command, with variables added to its environment, and perhaps after a command of the shell.
  func start(_ arguments: [String], environment: [String: String] = [:], shell: String? = nil) throws -> Process {
    let process = Process()
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.executableURL = try Self.executable()
    process.arguments = arguments
    if let shell {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\(shell) && exec \"$@\"", "sh", try Self.executable().path] + arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: logs.write("", to: "output")))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: logs.write("", to: "errors")))
    try process.run()
    return process
  }

  /// Runs the command to its end.
  func galaxy(
    _ arguments: [String], environment: [String: String] = [:], shell: String? = nil
  ) throws -> CommandResult {
    try finish(start(arguments, environment: environment, shell: shell))
  }

  /// What the command that runs has told on standard error.
  func errorsSoFar() throws -> String { String(decoding: try logs.bytes("errors"), as: UTF8.self) }

  /// The whole of a text file.
  func text(of name: String) throws -> String { String(decoding: try folder.bytes(name), as: UTF8.self) }

  /// The lines of a text file.
  func lines(of name: String) throws -> [String] { try text(of: name).split(separator: "\n").map(String.init) }

  /// The fields of a CSV file without quotes, its header first.
  func rows(of name: String) throws -> [[String]] {
    try lines(of: name).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }

  /// Names of hidden files in a folder.
  func hiddenFiles(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).filter { $0.hasPrefix(".") }
  }

  /// Waits for the end of the command.
  func finish(_ process: Process) throws -> CommandResult {
    process.waitUntilExit()
    return CommandResult(
      status: process.terminationStatus, output: String(decoding: try logs.bytes("output"), as: UTF8.self),
      errors: String(decoding: try logs.bytes("errors"), as: UTF8.self))
  }

  /// Makes sure that the command fails with status 1 and one line on standard error, and changes no file.
  ///
  /// - Parameter notes: lines that it may tell before the error.
  func expectFailure(
    _ arguments: [String], _ error: String, after notes: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.files()
    let result = try galaxy(arguments)
    #expect(result.status == 1, sourceLocation: sourceLocation)
    #expect(result.output == "", sourceLocation: sourceLocation)
    #expect(Array(result.errorLines.dropLast()) == notes, sourceLocation: sourceLocation)
    let line = result.errorLines.last ?? ""
    // An ellipsis stands for the words of other libraries.
    if error.hasSuffix("…") {
      #expect(line.hasPrefix("Error: " + error.dropLast()), sourceLocation: sourceLocation)
    } else {
      #expect(line == "Error: " + error, sourceLocation: sourceLocation)
    }
    #expect(try folder.files() == before, sourceLocation: sourceLocation)
  }

  /// Makes sure that the command refuses its arguments with status 64 and changes no file.
  func expectUsageError(
    _ arguments: [String], _ error: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.files()
    let result = try galaxy(arguments)
    #expect(result.status == 64, sourceLocation: sourceLocation)
    #expect(result.output == "", sourceLocation: sourceLocation)
    #expect(result.errorLines.first == "Error: " + error, sourceLocation: sourceLocation)
    #expect(try folder.files() == before, sourceLocation: sourceLocation)
  }
}

extension Workplace {
  /// Starts a command on the galaxies that waits for its first image, interrupts it, and looks what is left.
  func expectInterruptionLeavesNothing(_ arguments: [String], signal: Int32) throws {
    try folder.remove("images/100001.jpg")
    #expect(mkfifo(folder.path("images/100001.jpg"), 0o600) == 0)
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let process = try start(arguments)
    let deadline = ContinuousClock.now + .seconds(20)
    while try FileManager.default.subpathsOfDirectory(atPath: folder.path).count == before.count {
      try #require(process.isRunning && ContinuousClock.now < deadline)
      Thread.sleep(forTimeInterval: 0.01)
    }
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + signal)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
  }
}
