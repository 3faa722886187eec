// What a run may be expected to reach is said where it has been measured, and nowhere else.
import Experiments
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

  @Test func moreEpochsReachMore() throws {
    let scores = try [10, 15, 21, 30, 43].map { epochs in
      let found = try #require(try sentence { $0.epochs = epochs })
      let score = try #require(found.firstMatch(of: #/about (0\.\d{3}) on/#)).1
      return try #require(Double(score))
    }
    #expect(scores == scores.sorted(by: >) && scores.allSatisfy { $0 > 0.07 && $0 < 0.12 })
    // Fewer epochs have not been measured; of more, at least the last score can be expected.
    #expect(try sentence { $0.epochs = 5 } == nil)
    #expect(try sentence { $0.epochs = 500 } == sentence { $0.epochs = 43 })
  }
}
