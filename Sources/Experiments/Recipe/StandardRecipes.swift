// The recipes of the authors of this package's networks.

/// The authors' recipes, as changes to a general recipe; each family of networks has its own in a file beside this one.
enum StandardRecipes {
  /// The changes, by the network's name.
  static let changes: [String: NetworkRegistry.RecipeChange] = [
    "galaxy": galaxy, "hildebrandt": hildebrandt, "lawlor-vgg16": lawlor, "galaxy-mobilenet-v1": galaxyMobileNet,
    "galaxy-mobilenet-v2": galaxyMobileNet,
  ]
}
