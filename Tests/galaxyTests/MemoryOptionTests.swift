// --memory: a limit that is kept, or told what would do.
import Foundation
import TestSupport
import Testing

@Suite struct MemoryOptionTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--batch-size", "5", "--epochs", "1"]

  init() throws { place = try Workplace.withGalaxies() }

  @Test func theLimitThatIsToldIsOneThatWillDo() throws {
    let refused = try place.galaxy(train + ["--output", "run", "--memory", "20M"])
    #expect(refused.status == 1)
    let line = try #require(refused.errorLines.last)
    let match = try #require(
      line.wholeMatch(
        of: /Error: a training of hildebrandt needs (\d+) MB of memory, found a limit of 20 MB; smaller batches, .*/))
    let needed = try #require(Int(match.1))
    let whole = try place.galaxy(train + ["--output", "whole"])
    #expect(whole.status == 0)
    // A tenth more: how many pages a process has when it begins is not the same every time.
    let limited = try place.galaxy(train + ["--output", "run", "--memory", "\(needed + needed / 10)M"])
    #expect(limited.status == 0, "\(limited.errors)")
    for name in ["best.safetensors", "last.safetensors", "config.yaml"] {
      #expect(try place.folder.bytes("run/\(name)") == place.folder.bytes("whole/\(name)"), "\(name)")
    }
  }

  @Test(arguments: ["1", "0M", "-1M", "1T", "M", "1e9M"]) func senselessAmountsAreRefused(amount: String) throws {
    try place.expectUsageError(
      train + ["--output", "run", "--memory", amount],
      "The value '\(amount)' is invalid for '--memory <size>': expected an amount such as 300M or 1.5G")
  }
}
