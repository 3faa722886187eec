// galaxy benchmark.
import Testing

@Suite struct BenchmarkCommandTests {
  private struct Report: Decodable {
    struct Quantiles: Decodable {
      let median, p10, p90: Double
    }
    let network, mode, precision, instructionSet: String
    let batchSize, threads, parameters, multiplyAdds, steps, newStorageBlocks, peakMemoryBytes: Int
    let imagesPerSecond: Double
    let millisecondsPerStep: Quantiles
  }

  private func report(_ arguments: String...) throws -> Report {
    let result = try Workplace().galaxy(["benchmark", "--json", "--seconds", "0", "--threads", "1"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try result.json(Report.self)
  }

  /// With one thread, whose scratch memory is the same in every step.
  @Test(arguments: ["hildebrandt", "galaxy-mobilenet-v1"])
  func steadyStepsAskForNoNewMemory(network: String) throws {
    let report = try report("--network", network, "--mode", "train", "--batch-size", "2")
    #expect(report.newStorageBlocks == 0)
    #expect(report.steps >= 5 && report.mode == "train" && report.precision == "standard" && report.threads == 1)
    #expect(report.peakMemoryBytes > 4 * report.parameters)
    let times = report.millisecondsPerStep
    #expect(0 < times.p10 && times.p10 <= times.median && times.median <= times.p90)
    #expect(abs(report.imagesPerSecond * times.median / 2000 - 1) < 1e-9)
  }

  @Test func inferenceOfOneImage() throws {
    let report = try report("--network", "hildebrandt", "--mode", "infer", "--batch-size", "1")
    #expect(report.mode == "infer" && report.precision == "relaxed" && report.batchSize == 1)
    #expect(report.parameters == 849_285)
    #expect(report.newStorageBlocks == 0)
  }

  @Test func limitsOfTheMachine() throws {
    let result = try Workplace().galaxy(["benchmark", "--machine", "--json", "--threads", "1"])
    struct Limits: Decodable {
      let gigaflops, gigaflopsPerThread, copyGigabytesPerSecond: Double
    }
    let limits = try result.json(Limits.self)
    #expect(limits.gigaflops > 0 && limits.gigaflopsPerThread > 0 && limits.copyGigabytesPerSecond > 0)
  }

  @Test(arguments: [
    (["--network", "hubble"], "unknown network \"hubble\""), ([], "expected either --network or --machine"),
    (["--network", "hildebrandt", "--precision", "high"], "The value 'high' is invalid"),
    (["--network", "hildebrandt", "--batch-size", "0"], "--batch-size must be from 1 to 65536, found 0"),
  ]) func wrongUse(arguments: [String], message: String) throws {
    let result = try Workplace().galaxy(["benchmark"] + arguments)
    #expect(result.status != 0 && result.output.isEmpty)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
