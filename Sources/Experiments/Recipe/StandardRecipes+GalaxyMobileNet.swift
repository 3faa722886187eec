// The training of the MobileNets for galaxies.
internal import ImageDatasets

extension StandardRecipes {
  /// The authors name their augmentation but not its ranges, nor the batch size: the ranges are chosen here, the rest is as
  /// in the general recipe.
  static let galaxyMobileNet: NetworkRegistry.RecipeChange = { recipe in
    recipe.augmentation = .galaxies
    recipe.learningRate = 5e-4
  }
}
