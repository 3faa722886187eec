// How the authors of the package's networks train them.
internal import ImageDatasets
internal import Images
internal import NeuralNetwork

/// The authors' recipes, as changes to a general recipe, by the network's name.
enum StandardRecipes {
  static let changes: [String: NetworkRegistry.RecipeChange] = [
    "hildebrandt": hildebrandt, "lawlor-vgg16": lawlor, "galaxy-mobilenet-v1": galaxyMobileNet,
    "galaxy-mobilenet-v2": galaxyMobileNet,
  ]

  // Hildebrandt's notebook fills by reflection when rotating and by the nearest pixel when zooming; here both are one
  // warp, with reflection.
  private static let hildebrandt: NetworkRegistry.RecipeChange = { recipe in
    recipe.preprocessing = Preprocessing(
      crop: .regionOfInterest, width: 150, height: 150, filter: .area, grayscale: true)
    recipe.augmentation = Augmentation(
      flipsHorizontally: true, flipsVertically: true, rotation: 0.3, zoom: 0.1, contrast: 0.05)
    recipe.schedule = .constant
    recipe.batchSize = 64
    recipe.epochs = 50
    recipe.validationFraction = 0.2
  }

  private static let lawlor: NetworkRegistry.RecipeChange = { recipe in
    recipe.preprocessing = Preprocessing(
      crop: .center(width: 212, height: 212), width: 106, height: 106, filter: .bicubic, grayscale: false,
      scale: .levels)
    recipe.augmentation = .none
    recipe.optimizer = .rmsProp()
    recipe.learningRate = 1e-6
    recipe.schedule = .constant
    recipe.earlyStopping = EarlyStopping(patience: 7)
    recipe.epochs = 50
    recipe.validationFraction = 0.065
  }

  // The authors of the networks for galaxies name their augmentation but not its ranges, nor the batch.
  private static let galaxyMobileNet: NetworkRegistry.RecipeChange = { recipe in
    recipe.augmentation = .galaxies
    recipe.learningRate = 5e-4
  }
}
