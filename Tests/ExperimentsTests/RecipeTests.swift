// The authors' recipes, as they published them.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Images
import NeuralNetwork
import Testing
import Training

@Suite struct RecipeTests {
  @Test func lawlorTrainsWithRMSPropAndStopsEarly() throws {
    let recipe = try Recipe(network: "lawlor-vgg16")
    #expect(recipe.optimizer == .rmsProp(rho: 0.9, momentum: 0, epsilon: 1e-7, isCentered: false))
    #expect(recipe.learningRate == 1e-6 && recipe.schedule == .constant)
    #expect(recipe.loss == .meanSquaredError && recipe.earlyStopping == EarlyStopping(patience: 7))
    #expect(
      recipe.preprocessing
        == Preprocessing(
          crop: .center(width: 212, height: 212), width: 106, height: 106, filter: .bicubic, grayscale: false,
          scale: .levels))
    #expect(recipe.epochs == 50 && recipe.batchSize == 32 && recipe.validationFraction == 0.065)
    #expect(recipe.augmentation == .none)
  }

  @Test(arguments: ["galaxy-mobilenet-v1", "galaxy-mobilenet-v2"])
  func mobileNetsHalveTheirRateOnAPlateau(network: String) throws {
    let recipe = try Recipe(network: network)
    #expect(recipe.optimizer == .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-7) && recipe.learningRate == 5e-4)
    #expect(recipe.schedule == .plateau(factor: 0.5, patience: 2, cooldown: 0, floor: 0, minimumDelta: 1e-4))
    #expect(recipe.epochs == 30 && recipe.validationFraction == 0.1 && recipe.earlyStopping == nil)
  }

  @Test(arguments: ["mobilenet-v1", "mobilenet-v3-large", "vgg16", "inception-v3"])
  func networksMadeForImageNetShareARecipeForPhotographs(network: String) throws {
    let recipe = try Recipe(network: network)
    #expect(
      recipe.optimizer == .adam() && recipe.learningRate == 1e-3
        && recipe.schedule == .plateau(factor: 0.5, patience: 2))
    #expect(recipe.augmentation == .photographs && !recipe.augmentation.flipsVertically)
    #expect(recipe.epochs == 30 && recipe.batchSize == 32 && recipe.earlyStopping == nil)
  }

  @Test func hildebrandtTrainsWithAdamThroughout() throws {
    let recipe = try Recipe(network: "hildebrandt")
    #expect(recipe.optimizer == .adam() && recipe.learningRate == 1e-3 && recipe.schedule == .constant)
    #expect(recipe.epochs == 50 && recipe.batchSize == 64 && recipe.earlyStopping == nil)
    #expect(
      recipe.preprocessing
        == Preprocessing(crop: .regionOfInterest, width: 150, height: 150, filter: .area, grayscale: true))
    #expect(recipe.validationFraction == 0.2 && recipe.augmentation.rotation == 0.3)
  }

  @Test func senselessSettingsAreNamed() throws {
    func problem(_ change: (inout Recipe) -> Void) throws -> String? {
      var recipe = try Recipe(network: "hildebrandt")
      change(&recipe)
      return message { try recipe.check() }
    }
    #expect(try problem { _ in } == nil)
    let cases: [(String, (inout Recipe) -> Void)] = [
      ("learningRate: expected a positive number, found 0.0", { $0.learningRate = 0 }),
      ("batchSize: expected 1 to 65536, found 0", { $0.batchSize = 0 }),
      ("epochs: expected 0 or more, found -1", { $0.epochs = -1 }),
      ("validationFraction: expected a number between 0 and 1, found nan", { $0.validationFraction = .nan }),
      ("limit: expected 2 or more, found 1", { $0.limit = 1 }),
      ("beta2: expected 0 or more, but less than 1, found 1.0", { $0.optimizer = .adam(beta2: 1) }),
      ("beta1: expected 0 or more, but less than 1, found nan", { $0.optimizer = .adamW(beta1: .nan) }),
      ("weightDecay: expected 0 or more, found -1.0", { $0.optimizer = .adamW(weightDecay: -1) }),
      ("momentum: expected 0 or more, but less than 1, found 1.0", { $0.optimizer = .muon(momentum: 1) }),
      ("rho: expected 0 or more, but less than 1, found 2.0", { $0.optimizer = .rmsProp(rho: 2) }),
      ("momentum: expected 0 or more, but less than 1, found 1.0", { $0.optimizer = .sgd(momentum: 1) }),
      ("factor: expected a number between 0 and 1, found 1.0", { $0.schedule = .step(factor: 1, epochs: 1) }),
      ("epochs of a step: expected 1 or more, found 0", { $0.schedule = .step(factor: 0.5, epochs: 0) }),
      ("warmUp: expected 0 or more, but less than 1, found 1.0", { $0.schedule = .cosine(warmUp: 1) }),
      ("patience: expected 0 or more, found -1.0", { $0.schedule = .plateau(factor: 0.5, patience: -1) }),
    ]
    for (expected, change) in cases { #expect(try problem(change) == expected) }
  }

  /// What is written in a file is refused as a file's fault.
  @Test func senselessCheckpointIsRefused() throws {
    let small = try SmallRun()
    try small.train("run", epochs: 0) { $0.schedule = .step(factor: 0.5, epochs: 3) }
    let path = small.runFolder("run").last
    var contents = try SafeTensors(path: path)
    contents.metadata["recipe"] = contents.metadata["recipe"]?.replacing("\"epochs\":3", with: "\"epochs\":0")
    try contents.write(to: path)
    #expect(
      message { _ = try TrainedNetwork(path: path) } == "\(path): epochs of a step: expected 1 or more, found 0")
  }

  @Test(arguments: NetworkDefinition.standard.map(\.name)) func recipesComeBackFromJSON(network: String) throws {
    let recipe = try Recipe(network: network)
    #expect(try JSONDecoder().decode(Recipe.self, from: try JSONEncoder().encode(recipe)) == recipe)
  }
}
