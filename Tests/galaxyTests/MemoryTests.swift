// The command where memory is short, and what it starts that nobody asked for.
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct MemoryTests {
  /// OpenBLAS hung at the end of such a program, because there was no room for threads of its own.
  @Test func aTrainingInLittleMemoryEnds() throws {
    let place = try Workplace.withGalaxies()
    // The system's malloc reserves room for every thread unless it is told not to, more or less of it as they meet.
    let result = try place.galaxy(
      Workplace.trainingArguments + ["--output", "run", "--epochs", "1", "--batch-size", "2", "--threads", "2"],
      environment: ["MALLOC_ARENA_MAX": "1"], shell: "ulimit -v 200000")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func noRoomForATensorIsToldInOneLine() throws {
    let result = try Workplace().galaxy(
      ["benchmark", "--network", "lawlor-vgg16", "--mode", "train", "--batch-size", "64", "--threads", "1"],
      shell: "ulimit -v 400000")
    #expect(result.status == 1)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.wholeMatch(of: /Error: out of memory: there is no room for \d+ MB more\n/) != nil)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/task")))
  func noThreadsAreStartedButItsOwn() throws {
    // The same whether or not OpenBLAS is asked for many.
    let counts = try [[:], ["OPENBLAS_NUM_THREADS": "8"]].map { environment in
      let place = try Workplace.withGalaxies()
      try place.folder.remove("images/100001.jpg")
      #expect(mkfifo(place.folder.path("images/100001.jpg"), 0o600) == 0)
      let process = try place.start(
        Workplace.trainingArguments + ["--output", "run", "--threads", "1"], environment: environment)
      defer {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let deadline = ContinuousClock.now + .seconds(60)
      while !FileManager.default.fileExists(atPath: place.folder.path("run")) {
        try #require(process.isRunning && ContinuousClock.now < deadline)
        Thread.sleep(forTimeInterval: 0.005)
      }
      return try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process.processIdentifier)/task").count
    }
    #expect(counts[0] == counts[1])
  }
}
