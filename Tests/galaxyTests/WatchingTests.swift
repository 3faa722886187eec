// What can be seen of runs: before, while they go on, and side by side.
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct WatchingTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--batch-size", "5"]

  init() throws { place = try Workplace.withGalaxies() }

  private struct Plan: Decodable {
    let epochs: Int
    let seconds: Double
    let operations: Double
    let peakMemoryBytes: Int
  }

  @Test func aPlanWritesNothing() throws {
    let before = try place.folder.files()
    let result = try place.galaxy(train + ["--plan", "--json", "--epochs", "7"])
    #expect(result.status == 0, "\(result.errors)")
    let plan = try result.json(Plan.self)
    #expect(plan.epochs == 7 && plan.seconds > 0 && plan.operations > 0 && plan.peakMemoryBytes > 0)
    let text = try place.galaxy(train + ["--plan", "--epochs", "7"]).output
    #expect(text.hasPrefix("run                   7 epochs of 10"))
    #expect(try place.folder.files() == before)
    try place.expectUsageError(
      train + ["--json", "--output", "r"], "--json prints the result of --plan, which is missing")
    try place.expectUsageError(
      ["train", "--resume", "run", "--plan"], "--resume goes on with the run's own settings; remove --plan")
  }

  @Test func aTimeLimitChoosesTheEpochsOfACosine() throws {
    let result = try place.galaxy(
      train + ["--output", "run", "--schedule", "cosine", "--epochs", "2", "--time-limit", "10h"])
    #expect(result.status == 0)
    #expect(result.errorLines.contains { $0.hasPrefix("2 epochs, as many as asked for at most, of about ") })
    #expect(!result.errors.contains("out of time"))
  }

  @Test func theLogAndTheEventsGrowWithTheRun() throws {
    #expect(try place.galaxy(train + ["--output", "run", "--epochs", "1", "--tensorboard"]).status == 0)
    let events = try place.folder.bytes("run/events.out.tfevents.galaxy")
    // A run that has events goes on with them.
    #expect(try place.galaxy(["train", "--resume", "run", "--epochs", "2"]).status == 0)
    #expect(try place.folder.bytes("run/events.out.tfevents.galaxy").starts(with: events))
    let log = try place.lines(of: "run/log.txt")
    let epochs = log.filter { $0.contains("  epoch ") }
    #expect(epochs.count == 2 && epochs[0].contains("epoch   1  training loss"))
    #expect(log.allSatisfy { $0.prefixMatch(of: #/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z /#) != nil })
    #expect(!log.joined().contains("\u{1B}"))
    // A new run begins a new log, without the old one's events.
    #expect(try place.galaxy(train + ["--output", "run", "--epochs", "0", "--overwrite"]).status == 0)
    #expect(
      try place.folder.files(in: "run").keys.sorted() == ["config.yaml", "last.safetensors", "log.txt", "report.html"])
    #expect(try !place.text(of: "run/log.txt").contains("epoch   1"))
  }

  @Test func runsAreListed() throws {
    #expect(try place.galaxy(train + ["--output", "runs/a", "--epochs", "1"]).status == 0)
    try place.folder.write("mine", to: "runs/b/notes.txt")
    let result = try place.galaxy(["runs", "runs", "--output", "page.html"])
    #expect(result.status == 0)
    #expect(result.errorLines == ["no run: b: has no config.yaml", "page: page.html"])
    let lines = result.output.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0].hasPrefix("run  network") && lines[1].hasPrefix("a    hildebrandt"))
    #expect(lines[1].contains("finished"))
    #expect(try place.text(of: "page.html").contains("Comparison of runs"))
    try place.expectFailure(["runs", "none"], "none: is no folder that can be read")
    try place.expectFailure(
      ["runs", "runs", "--output", "page.html"], "page.html: is there already; --overwrite replaces it")
  }

  @Test func aRunThatIsTrainedIsRunning() throws {
    let process = try place.start(train + ["--output", "runs/a", "--epochs", "1000"])
    let deadline = ContinuousClock.now + .seconds(60)
    while !FileManager.default.fileExists(atPath: place.folder.path("runs/a/log.txt")) {
      try #require(process.isRunning && ContinuousClock.now < deadline)
      Thread.sleep(forTimeInterval: 0.01)
    }
    let result = try Workplace(sharing: place).galaxy(["runs", "runs"])
    #expect(result.output.contains("running"))
    kill(process.processIdentifier, SIGTERM)
    #expect(try place.finish(process).status == 75)
    #expect(try place.galaxy(["runs", "runs"]).output.contains("resumable"))
    // A stopped run has a report, too.
    #expect(FileManager.default.fileExists(atPath: place.folder.path("runs/a/report.html")))
  }
}
