// Lawlor's training of VGG16 on small images.
internal import ImageDatasets
internal import Images
internal import NeuralNetwork

extension StandardRecipes {
  /// The frame's central quarter, levels as they are, and RMSProp at a low rate.
  static let lawlor: NetworkRegistry.RecipeChange = { recipe in
    recipe.preprocessing.crop = .center(width: 212, height: 212)
    recipe.preprocessing.filter = .bicubic
    recipe.preprocessing.scale = .levels
    recipe.augmentation = .none
    recipe.optimizer = .rmsProp()
    recipe.learningRate = 1e-6
    recipe.schedule = .constant
    recipe.earlyStopping = EarlyStopping(patience: 7)
    recipe.epochs = 50
    recipe.validationFraction = 0.065
  }
}
