// Everything that decides what a training run computes, as one value.
public import ImageDatasets
public import ImageModels
internal import Images
internal import NeuralNetwork

/// A training run before it has data: network, preprocessing, augmentation, optimizer, lengths and seed.
///
/// Equal recipes on equal data give equal checkpoints, to the last bit.
public struct Recipe: Sendable, Equatable, Codable {
  /// The network's name in the registry.
  public var network: String
  /// Choices about the network.
  public var options: NetworkOptions
  /// How image files become the network's input.
  public var preprocessing: Preprocessing
  /// How training images are varied.
  public var augmentation: Augmentation
  /// Size of Adam's steps.
  public var learningRate: Double
  /// Images to a step.
  public var batchSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// Share of the images that is kept for validation.
  public var validationFraction: Double
  /// Number of images to draw before the split; all if nil.
  public var limit: Int?
  /// Decides first weights, split, order, augmentation and dropout.
  public var seed: UInt64

  /// The recipe of the network's author.
  ///
  /// - Throws: `UnknownNetworkError`.
  public init(network name: String) throws {
    let definition = try NetworkRegistry.definition(named: name)
    guard let standard = Self.standards[definition.name] else {
      preconditionFailure("Recipe: the network \(name) has no recipe")
    }
    self = standard
  }

  private init(
    network: String, preprocessing: Preprocessing, augmentation: Augmentation, learningRate: Double, batchSize: Int,
    epochs: Int, validationFraction: Double
  ) {
    self.network = network
    options = NetworkOptions()
    self.preprocessing = preprocessing
    self.augmentation = augmentation
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.epochs = epochs
    self.validationFraction = validationFraction
    limit = nil
    seed = 0
  }

  private static let standards: [String: Recipe] = [
    // Hildebrandt's notebook fills by reflection when rotating and by the nearest pixel when zooming; here both are one
    // warp, with reflection.
    "hildebrandt": Recipe(
      network: "hildebrandt",
      preprocessing: Preprocessing(crop: .regionOfInterest, width: 150, height: 150, filter: .area, grayscale: true),
      augmentation: Augmentation(
        flipsHorizontally: true, flipsVertically: true, rotation: 0.3, zoom: 0.1, contrast: 0.05),
      learningRate: 1e-3, batchSize: 64, epochs: 50, validationFraction: 0.2),
    "galaxy-mobilenet-v1": mobileNet("galaxy-mobilenet-v1"),
    "galaxy-mobilenet-v2": mobileNet("galaxy-mobilenet-v2"),
    "mobilenet-v2": mobileNet("mobilenet-v2"),
    "lawlor-vgg16": Recipe(
      network: "lawlor-vgg16",
      preprocessing: Preprocessing(
        crop: .center(width: 212, height: 212), width: 106, height: 106, filter: .bicubic, grayscale: false,
        scale: .levels),
      augmentation: .none, learningRate: 1e-6, batchSize: 32, epochs: 50, validationFraction: 0.065),
  ]

  // The authors of the networks for galaxies name their augmentation but not its ranges, nor the batch.
  private static func mobileNet(_ network: String) -> Recipe {
    Recipe(
      network: network,
      preprocessing: Preprocessing(crop: .whole, width: 224, height: 224, filter: .area, grayscale: false),
      augmentation: Augmentation(flipsHorizontally: true, flipsVertically: true, rotation: 0.5, zoom: 0.1, shift: 0.1),
      learningRate: 5e-4, batchSize: 32, epochs: 30, validationFraction: 0.1)
  }
}
