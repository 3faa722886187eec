// Hildebrandt's training of his network.
internal import ImageDatasets
internal import NeuralNetwork

extension StandardRecipes {
  /// As in the author's notebook, which fills by reflection when rotating and by the nearest pixel when zooming; here both
  /// are one warp, with reflection.
  static let hildebrandt: NetworkRegistry.RecipeChange = { recipe in
    recipe.preprocessing.crop = .regionOfInterest
    recipe.augmentation = Augmentation(
      flipsHorizontally: true, flipsVertically: true, rotation: 0.3, zoom: 0.1, contrast: 0.05)
    recipe.schedule = .constant
    recipe.batchSize = 64
    recipe.epochs = 50
    recipe.validationFraction = 0.2
  }
}
