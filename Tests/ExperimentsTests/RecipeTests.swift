// The authors' recipes, as they published them.
import Experiments
import Foundation
import ImageModels
import NeuralNetwork
import Testing

@Suite struct RecipeTests {
  @Test func lawlorTrainsWithRMSPropAndStopsEarly() throws {
    let recipe = try Recipe(network: "lawlor-vgg16")
    #expect(recipe.optimizer == .rmsProp(rho: 0.9, momentum: 0, epsilon: 1e-7, isCentered: false))
    #expect(recipe.learningRate == 1e-6 && recipe.schedule == .constant)
    #expect(recipe.loss == .meanSquaredError && recipe.earlyStopping == EarlyStopping(patience: 7))
  }

  @Test(arguments: ["galaxy-mobilenet-v1", "galaxy-mobilenet-v2", "mobilenet-v2"])
  func mobileNetsHalveTheirRateOnAPlateau(network: String) throws {
    let recipe = try Recipe(network: network)
    #expect(recipe.optimizer == .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-7) && recipe.learningRate == 5e-4)
    #expect(recipe.schedule == .plateau(factor: 0.5, patience: 2, cooldown: 0, floor: 0, minimumDelta: 1e-4))
    #expect(recipe.epochs == 30 && recipe.validationFraction == 0.1 && recipe.earlyStopping == nil)
  }

  @Test func hildebrandtTrainsWithAdamThroughout() throws {
    let recipe = try Recipe(network: "hildebrandt")
    #expect(recipe.optimizer == .adam() && recipe.learningRate == 1e-3 && recipe.schedule == .constant)
    #expect(recipe.epochs == 50 && recipe.batchSize == 64 && recipe.earlyStopping == nil)
  }

  @Test(arguments: NetworkRegistry.all.map(\.name)) func recipesComeBackFromJSON(network: String) throws {
    let recipe = try Recipe(network: network)
    #expect(try JSONDecoder().decode(Recipe.self, from: try JSONEncoder().encode(recipe)) == recipe)
  }
}
