// Help of every command, and what all of them refuse.
import Foundation
import Testing

@Suite struct GalaxyTests {
  static let commands = [
    "synthesize", "check", "explore", "baseline", "preprocess", "networks", "find-learning-rate", "train", "runs",
    "evaluate",
    "predict", "compare", "embed", "benchmark",
  ]

  @Test(arguments: commands) func helpHasAnExample(command: String) throws {
    let place = try Workplace()
    let result = try place.galaxy([command, "--help"])
    #expect(result.status == 0)
    #expect(result.errors == "")
    #expect(result.output.contains("Example: galaxy \(command)"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("USAGE: ") })
  }

  @Test func commandsAreListed() throws {
    let result = try Workplace().galaxy(["--help"])
    #expect(result.status == 0)
    let listed = result.output.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap { $0.split(separator: " ").first }
    #expect(listed.filter { $0 != "See" } == Self.commands.map { $0[...] })
  }

  @Test func versionIsThePackages() throws {
    let result = try Workplace().galaxy(["--version"])
    #expect(result.status == 0)
    #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [["telescope"], ["train", "--telescope"], ["networks", "hildebrandt", "more"]])
  func unknownArgumentsAreWrongUsage(arguments: [String]) throws {
    let result = try Workplace().galaxy(arguments)
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(result.errorLines.first?.hasPrefix("Error: ") == true)
  }

  @Test(arguments: ["0", "-1", "257", "many"], ["synthesize", "train", "evaluate", "predict", "embed", "baseline"])
  func threadsMustBeACount(threads: String, command: String) throws {
    let result = try Workplace().galaxy([command, "--threads=\(threads)"])
    #expect(result.status == 64)
    #expect(result.output == "")
    #expect(!result.errors.isEmpty)
  }

  /// A program that reads the result must not take a full disk for success.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func resultThatCannotBeWrittenIsAnError() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" networks --json >/dev/full", try Workplace.executable().path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(text.hasPrefix("Error: standard output: cannot be written: "))
    #expect(text.split(separator: "\n").count == 1)
  }
}
