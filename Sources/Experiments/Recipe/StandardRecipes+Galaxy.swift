// How this package trains its own network.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork

extension StandardRecipes {
  /// Chosen by experiment for the score after a few minutes on two cores; `Benchmarks/learning.md` lists what was tried.
  static let galaxy: NetworkRegistry.RecipeChange = { recipe in
    GalaxyImages.small.apply(to: &recipe)
    recipe.augmentation = .galaxies
    recipe.optimizer = .muon()
    recipe.learningRate = 3e-3
    recipe.schedule = .oneCycle()
    recipe.batchSize = 64
    recipe.epochs = 30
    recipe.startsAtMeans = true
    recipe.views = 6
  }
}
