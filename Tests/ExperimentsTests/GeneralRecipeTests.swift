// A recipe for every network of the registry.
import Experiments
import ImageDatasets
import ImageModels
import Tensors
import Testing

@Suite struct GeneralRecipeTests {
  @Test(arguments: NetworkDefinition.standard)
  func everyNetworkHasARecipeThatFits(_ definition: NetworkDefinition) throws {
    let recipe = try Recipe(network: definition.name)
    let images = recipe.preprocessing
    #expect(recipe.network == definition.name)
    #expect(try [images.height, images.width, images.channels] == definition.input(recipe.options).dimensions)
    #expect(recipe.learningRate > 0 && recipe.batchSize > 0 && recipe.epochs > 0)
  }
}
