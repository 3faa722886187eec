// Equal bytes whatever the machine does besides, and whatever OpenBLAS takes the processor for.
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct DeterminismTests {
  private let place: Workplace

  init() throws { place = try Workplace.withGalaxies() }

  /// The checkpoint of a short training.
  private func train(
    _ name: String, _ network: [String], threads: Int = 2, environment: [String: String] = [:]
  ) throws -> Data {
    let result = try place.galaxy(
      [
        "train", "--images", "images", "--labels", "solutions.csv", "--output", name, "--epochs", "1",
        "--batch-size", "5", "--threads", "\(threads)", "--network",
      ] + network, environment: environment)
    #expect(result.status == 0, "\(result.errors)")
    return try place.folder.bytes("\(name)/last.safetensors")
  }

  /// Zen is Zen 1 to 3. A processor that lacks the instructions of a kernel must not be made to use it.
  static let coreTypes: [String] = {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = Set(information.split { $0.isWhitespace })
    return ["Prescott"] + (flags.contains("avx2") ? ["Haswell", "Zen"] : [])
      + (flags.contains("avx512f") && flags.contains("avx512vl") ? ["SkylakeX"] : [])
  }()

  private static let small = ["mobilenet-v1", "--resolution", "32", "--width-multiplier", "0.25"]

  @Test(arguments: [["hildebrandt"], small])
  func bytesDoNotDependOnTheKernelsOfOpenBLAS(network: [String]) throws {
    let expected = try train("chosen", network)
    for core in Self.coreTypes {
      #expect(try train(core, network, environment: ["OPENBLAS_CORETYPE": core]) == expected, "\(core)")
    }
  }

  @Test func threadsMakeNoDifferenceUnderTheLoadOfOtherProcesses() throws {
    let expected = try train("alone", Self.small, threads: 1)
    let loads = try (0..<ProcessInfo.processInfo.activeProcessorCount).map { _ in
      let load = Process()
      load.executableURL = URL(fileURLWithPath: "/bin/sh")
      load.arguments = ["-c", "while :; do :; done"]
      try load.run()
      return load
    }
    defer {
      for load in loads {
        // Children may have inherited that SIGTERM is blocked.
        kill(load.processIdentifier, SIGKILL)
        load.waitUntilExit()
      }
    }
    for threads in [2, 3, 5] {
      #expect(try train("loaded\(threads)", Self.small, threads: threads) == expected, "\(threads) threads")
    }
  }
}
