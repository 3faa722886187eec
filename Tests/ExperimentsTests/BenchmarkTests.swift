// Speeds of networks, and how they are told.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Testing

@Suite struct BenchmarkTests {
  @Test(arguments: Benchmark.Mode.allCases) func stepsAreTimed(mode: Benchmark.Mode) throws {
    let benchmark = try Benchmark(network: "hildebrandt", mode: mode, batchSize: 2, seconds: 0)
    let times = benchmark.millisecondsPerStep
    #expect(benchmark.steps == 5)
    #expect(0 < times.p10 && times.p10 <= times.median && times.median <= times.p90)
    #expect(abs(benchmark.imagesPerSecond * times.median - 2000) < 1e-6)
    #expect(benchmark.parameters == 849_285)
    // The first layer, 49 products for each of 32 × 144 × 144 sums, needs no gradient of its input.
    let passes = 305_609_984 * (mode == .train ? 3 : 1) - (mode == .train ? 49 * 32 * 144 * 144 : 0)
    let gigaflops = 2e-9 * Double(passes) * benchmark.imagesPerSecond
    #expect(abs(benchmark.directEquivalentGigaflops / gigaflops - 1) < 1e-9)
    // The weights alone take more.
    #expect(benchmark.peakMemoryBytes > 4 * 849_285)
  }

  @Test func outputsChangeTheNetwork() throws {
    let benchmark = try Benchmark(
      network: "hildebrandt", options: NetworkOptions(outputs: 10), mode: .infer, batchSize: 1, seconds: 0)
    #expect(benchmark.parameters == 849_285 - 27 * 257)
  }

  @Test func imagesAreThoseOfTheRecipeUnlessASizeIsNamed() throws {
    func input(_ options: NetworkOptions) throws -> [Int] {
      try Benchmark(network: "galaxy", options: options, mode: .infer, batchSize: 1, seconds: 0).input
    }
    let recipe = try Recipe(network: "galaxy").preprocessing
    #expect(try input(NetworkOptions()) == [recipe.height, recipe.width, 3])
    #expect(try input(NetworkOptions(imageSize: 32)) == [32, 32, 3])
  }

  @Test func anUnknownNetworkIsNamed() {
    #expect(throws: (any Error).self) {
      try Benchmark(network: "nebula", mode: .infer, batchSize: 1, seconds: 0)
    }
  }

  @Test func jsonHasTheKeysThatScriptsRelyOn() throws {
    let benchmark = try Benchmark(network: "hildebrandt", mode: .infer, batchSize: 1, seconds: 0)
    let object = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(benchmark)) as? [String: Any])
    let keys = [
      "network", "mode", "batchSize", "threads", "imagesPerSecond", "millisecondsPerStep", "parameters", "multiplyAdds",
      "instructionSet", "peakMemoryBytes",
    ]
    for key in keys { #expect(object[key] != nil, "\(key)") }
    #expect(object["mode"] as? String == "infer")
    let times = try #require(object["millisecondsPerStep"] as? [String: Double])
    #expect(Set(times.keys) == ["median", "p10", "p90"])
  }

  @Test func quantilesLieBetweenNeighbours() {
    let quantiles = Quantiles(of: [5, 1, 4, 2, 3])
    #expect(quantiles.median == 3)
    #expect(abs(quantiles.p10 - 1.4) < 1e-12)
    #expect(abs(quantiles.p90 - 4.6) < 1e-12)
    let one = Quantiles(of: [7])
    #expect(one.median == 7 && one.p10 == 7 && one.p90 == 7)
  }
}
