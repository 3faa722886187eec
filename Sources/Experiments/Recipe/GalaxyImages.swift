// The images that `galaxy` trains on: the longer, the larger.
internal import ImageDatasets
internal import ImageModels

/// The images that the recipe of `galaxy` has been measured with.
package enum GalaxyImages: CaseIterable, Sendable {
  /// 48×48 pixels of the middle 160×160, of which more are seen in a short time.
  case small
  /// 64×64 pixels of the middle 212×212, which are as fine and show more.
  case large

  /// Numbers of epochs up to this one teach more, or as much, on small images as their time does on large ones:
  /// `Benchmarks/learning.md`.
  private static let mostEpochsOnSmall = 43
  /// With fewer galaxies none of this has been measured.
  static let fewestGalaxies = 5000

  /// Those of a recipe that, but for its length, is the package's own for vote fractions in all that decides how good it gets;
  /// nil of others.
  init?(of recipe: Recipe) {
    guard recipe.limit == nil, var own = try? Recipe(network: NetworkDefinition.galaxy.name) else { return nil }
    own.setTask(VoteFractions.self)
    own.options.outputs = recipe.options.outputs
    (own.epochs, own.seed, own.splitSeed) = (recipe.epochs, recipe.seed, recipe.splitSeed)
    (own.validationFraction, own.onBadBatch, own.accumulate) = (
      recipe.validationFraction, recipe.onBadBatch, recipe.accumulate
    )
    let same = Self.allCases.first { images in
      images.apply(to: &own)
      return own == recipe
    }
    guard let same else { return nil }
    self = same
  }

  /// Has a recipe train on them.
  func apply(to recipe: inout Recipe) {
    let (side, part) =
      switch self {
      case .small: (48, 160)
      case .large: (64, 212)
      }
    recipe.preprocessing.crop = .center(width: part, height: part)
    recipe.setImageSize(ImageSize(height: side, width: side))
  }

  /// The recipe on large images, where these teach more in the time that so many epochs of it take; nil where they do not or
  /// nobody knows.
  package static func largerImages(for recipe: Recipe, epochs: Int, galaxies: Int) -> Recipe? {
    guard epochs > mostEpochsOnSmall, galaxies >= fewestGalaxies, Self(of: recipe) == .small else { return nil }
    var larger = recipe
    large.apply(to: &larger)
    return larger
  }
}
