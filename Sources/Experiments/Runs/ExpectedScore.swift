// What a run may be expected to reach.
internal import Foundation

/// What the package's own recipe has reached by the number of epochs, with the views that it averages.
package enum ExpectedScore {
  // Root mean squared errors on 800 galaxies that are a fair sample of the challenge: Benchmarks/learning.md.
  private static func measured(on images: GalaxyImages) -> [(epochs: Double, rmse: Double)] {
    switch images {
    case .small: [(10, 0.0908), (21, 0.0883), (43, 0.0855), (130, 0.0851)]
    case .large: [(6, 0.0938), (12, 0.0887), (26, 0.0856), (77, 0.0833)]
    }
  }
  private static let galaxies = 10_715

  /// What to expect of training on so many galaxies, in a sentence; nil where nothing like it has been measured.
  package static func sentence(for recipe: Recipe, galaxies: Int) -> String? {
    guard galaxies >= GalaxyImages.fewestGalaxies, let images = GalaxyImages(of: recipe),
      let rmse = rmse(on: images, epochs: Double(recipe.epochs))
    else { return nil }
    return String(
      format: "to expect: an RMSE of about %.3f on galaxies like the challenge's, as after training on %d of them",
      rmse, Self.galaxies)
  }

  /// Between two numbers of epochs by their logarithms; nil below the first, and the last beyond it.
  private static func rmse(on images: GalaxyImages, epochs: Double) -> Double? {
    let measured = measured(on: images)
    guard let upper = measured.firstIndex(where: { $0.epochs >= epochs }) else { return measured.last?.rmse }
    if measured[upper].epochs == epochs { return measured[upper].rmse }
    guard upper > 0 else { return nil }
    let (from, to) = (measured[upper - 1], measured[upper])
    return from.rmse + (to.rmse - from.rmse) * log(epochs / from.epochs) / log(to.epochs / from.epochs)
  }
}
