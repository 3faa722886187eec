// What a run may be expected to reach is what runs by the same recipe have reached, and said of no other.
import DataFiles
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Testing

@Suite struct ExpectedScoreTests {
  private func sentence(
    galaxies: Int = 10_000, network: String = "galaxy", _ change: (inout Recipe) -> Void = { _ in }
  ) throws -> String? {
    var recipe = try Recipe(network: network)
    recipe.options.outputs = 37
    recipe.epochs = 20
    change(&recipe)
    return ExpectedScore.sentence(for: recipe, galaxies: galaxies)
  }

  @Test func itIsForThePackagesOwnRecipeAndManyGalaxies() throws {
    #expect(try sentence() != nil)
    // What decides which images are drawn, or how a batch is computed, does not matter.
    let same = try sentence {
      ($0.seed, $0.splitSeed, $0.validationFraction, $0.accumulate) = (5, 6, 0.2, 2)
    }
    #expect(try same == sentence())
    #expect(try sentence(galaxies: 4999) == nil)
    #expect(try sentence(network: "hildebrandt") == nil)
    #expect(try sentence { $0.learningRate = 1e-3 } == nil)
    #expect(try sentence { $0.preprocessing.width = 64 } == nil)
    #expect(try sentence { $0.options.widthMultiplier = 0.5 } == nil)
    #expect(try sentence { $0.setTask(Classification.self) } == nil)
    #expect(try sentence { $0.limit = 100 } == nil)
  }

  /// The runs on the recipe's images, and those on larger ones.
  private static let curves = [("galaxy, 6 views", 48, 160), ("galaxy, 64×64 pixels, 6 views", 64, 212)]

  @Test(arguments: curves) func whatHasBeenMeasuredIsExpected(curve: String, side: Int, part: Int) throws {
    func score(epochs: Int) throws -> String? {
      let found = try sentence {
        $0.epochs = epochs
        $0.setImageSize(ImageSize(height: side, width: side))
        $0.preprocessing.crop = .center(width: part, height: part)
      }
      return try found.map { try String(#require($0.firstMatch(of: #/about (0\.\d{3}) on/#)).1) }
    }
    let runs = try measuredRuns(curve)
    #expect(runs.count >= 3)
    for run in runs {
      #expect(try score(epochs: run.epochs) == String(format: "%.3f", run.rmse))
    }
    // Fewer epochs have not been measured; of more, at least the last score can be expected.
    let (first, last) = (runs[0].epochs, runs[runs.count - 1].epochs)
    #expect(try score(epochs: first - 1) == nil)
    #expect(try score(epochs: 500) == score(epochs: last))
    let scores = try (first...last).compactMap { try score(epochs: $0).flatMap(Double.init) }
    #expect(scores.count == last - first + 1 && scores == scores.sorted(by: >))
  }

  /// The runs of a curve that is published.
  private func measuredRuns(_ curve: String) throws -> [(epochs: Int, rmse: Double)] {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    var reader = try CSVReader(path: package.appendingPathComponent("Benchmarks/learning.csv").standardized.path)
    var runs: [(epochs: Int, rmse: Double)] = []
    while try reader.advance() {
      guard reader.text(0) == curve else { continue }
      runs.append((try #require(Int(reader.text(1))), try #require(Double(reader.text(4)))))
    }
    return runs
  }
}
