// What a run may be expected to reach.
internal import Foundation
internal import ImageModels
internal import NeuralNetwork

/// What the package's own recipe has reached by the number of epochs, with the views that it averages.
package enum ExpectedScore {
  // Root mean squared errors on 800 galaxies that are a fair sample of the challenge: Benchmarks/learning.md.
  private static let measured: [(epochs: Double, rmse: Double)] = [
    (10, 0.0908), (21, 0.0883), (43, 0.0855),
  ]
  private static let galaxies = 10_715
  // With fewer galaxies the scores say nothing.
  private static let fewestGalaxies = 5000

  /// What to expect of training on so many galaxies, in a sentence; nil where nothing like it has been measured.
  package static func sentence(for recipe: Recipe, galaxies: Int) -> String? {
    guard galaxies >= fewestGalaxies, isOwn(recipe), let rmse = rmse(epochs: Double(recipe.epochs)) else { return nil }
    return String(
      format: "to expect: an RMSE of about %.3f on galaxies like the challenge's, as after training on %d of them",
      rmse, Self.galaxies)
  }

  /// Between two numbers of epochs by their logarithms; nil below the first, and the last beyond it.
  static func rmse(epochs: Double) -> Double? {
    guard let upper = measured.firstIndex(where: { $0.epochs >= epochs }) else { return measured.last?.rmse }
    if measured[upper].epochs == epochs { return measured[upper].rmse }
    guard upper > 0 else { return nil }
    let (from, to) = (measured[upper - 1], measured[upper])
    return from.rmse + (to.rmse - from.rmse) * log(epochs / from.epochs) / log(to.epochs / from.epochs)
  }

  /// Whether a recipe is that of `galaxy` for vote fractions in all that decides how good it gets, but for its length.
  private static func isOwn(_ recipe: Recipe) -> Bool {
    guard recipe.limit == nil, var own = try? Recipe(network: NetworkDefinition.galaxy.name) else { return false }
    own.setTask(VoteFractions.self)
    own.options.outputs = recipe.options.outputs
    (own.epochs, own.seed, own.splitSeed) = (recipe.epochs, recipe.seed, recipe.splitSeed)
    (own.validationFraction, own.onBadBatch, own.accumulate) = (
      recipe.validationFraction, recipe.onBadBatch, recipe.accumulate
    )
    return recipe == own
  }
}
