// Everything that decides what a training run computes, as one value.
public import ImageDatasets
public import ImageModels
internal import Images
public import NeuralNetwork
public import Tensors

/// A training run before it has data: network, preprocessing, augmentation, optimizer, lengths and seed.
///
/// Equal recipes on equal data, from equal weights, give equal checkpoints, to the last bit.
public struct Recipe: Sendable, Equatable, Codable {
  /// The network's name in the registry.
  public var network: String
  /// Choices about the network.
  public var options: NetworkOptions
  /// How image files become the network's input.
  public var preprocessing: Preprocessing
  /// How training images are varied.
  public var augmentation: Augmentation
  /// What training makes small.
  public var loss: Loss
  /// Share of the certainty about classes that training spreads evenly over all of them (Szegedy et al. 2016).
  public var labelSmoothing: Double
  /// What takes the steps.
  public var optimizer: OptimizerRule
  /// Size of the steps to begin with.
  public var learningRate: Double
  /// How that changes.
  public var schedule: Schedule
  /// When training ends before the last epoch; never if nil.
  public var earlyStopping: EarlyStopping?
  /// Images to a step.
  public var batchSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// Share of the images that is kept for validation.
  public var validationFraction: Double
  /// Number of images to draw before the split; all if nil.
  public var limit: Int?
  /// Parameters that keep their values: patterns of their dotted names, in which `*` stands for any characters.
  public var frozen: [String]
  /// How much rounding convolutions may add in training for the sake of speed.
  public var precision: ConvolutionPrecision
  /// Decides first weights, split, order, augmentation and dropout.
  public var seed: UInt64

  /// The recipe of the network's author, or a general one where the network comes without.
  ///
  /// - Throws: `UnknownNetworkError`.
  public init(network name: String) throws {
    let definition = try NetworkRegistry.definition(named: name)
    self = Self.standards[definition.name] ?? Self.general(definition)
  }

  private init(
    network: String, preprocessing: Preprocessing, augmentation: Augmentation, optimizer: OptimizerRule = .adam(),
    learningRate: Double, schedule: Schedule = .constant, earlyStopping: EarlyStopping? = nil, batchSize: Int,
    epochs: Int, validationFraction: Double
  ) {
    self.network = network
    options = NetworkOptions()
    self.preprocessing = preprocessing
    self.augmentation = augmentation
    loss = .usual(for: .regression)
    labelSmoothing = 0
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.schedule = schedule
    self.earlyStopping = earlyStopping
    self.batchSize = batchSize
    self.epochs = epochs
    self.validationFraction = validationFraction
    limit = nil
    frozen = []
    precision = .standard
    seed = 0
  }

  /// What the network learns; another task takes the head and the loss that are usual for it.
  public var task: LearningTask {
    get { options.head == .softmax ? .classification : .regression }
    set {
      guard newValue != task else { return }
      options.head = newValue == .classification ? .softmax : .sigmoid
      loss = .usual(for: newValue)
    }
  }

  /// Has network and preprocessing work on images of `side` pixels a side.
  public mutating func setResolution(_ side: Int) {
    options.resolution = side
    (preprocessing.width, preprocessing.height) = (side, side)
  }

  /// Makes sure that training can follow it: numbers are in their ranges, the loss suits the task, and the network takes the
  /// images that the preprocessing makes.
  ///
  /// - Throws: `SettingError`, ``LossError``, `UnknownNetworkError`, `NetworkOptionError` or ``InputError``.
  public func check() throws {
    try SettingError.unless(
      learningRate > 0 && learningRate.isFinite, "learningRate", expected: "a positive number", found: learningRate)
    try SettingError.unless((1...65_536).contains(batchSize), "batchSize", expected: "1 to 65536", found: batchSize)
    try SettingError.unless(epochs >= 0, "epochs", expected: "0 or more", found: epochs)
    try SettingError.unless(
      validationFraction > 0 && validationFraction < 1, "validationFraction", expected: "a number between 0 and 1",
      found: validationFraction)
    if let limit { try SettingError.unless(limit >= 2, "limit", expected: "2 or more", found: limit) }
    try optimizer.check()
    try schedule.check()
    try earlyStopping?.check()
    try SettingError.unless(
      labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing", expected: "0 or more, but less than 1",
      found: labelSmoothing)
    for (name, side) in [("width", preprocessing.width), ("height", preprocessing.height)] {
      try SettingError.unless(
        Preprocessing.sides.contains(side), name, expected: "1 to \(Preprocessing.sides.upperBound)", found: side)
    }
    try loss.check(for: task)
    let definition = try NetworkRegistry.definition(named: network)
    let image: Shape = [preprocessing.height, preprocessing.width, preprocessing.channels]
    let input = try definition.input(options)
    guard image == input else { throw InputError(network: network, image: image, input: input) }
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
    "lawlor-vgg16": Recipe(
      network: "lawlor-vgg16",
      preprocessing: Preprocessing(
        crop: .center(width: 212, height: 212), width: 106, height: 106, filter: .bicubic, grayscale: false,
        scale: .levels),
      augmentation: .none, optimizer: .rmsProp(), learningRate: 1e-6, earlyStopping: EarlyStopping(patience: 7),
      batchSize: 32, epochs: 50, validationFraction: 0.065),
  ]

  // The authors of the networks for galaxies name their augmentation but not its ranges, nor the batch.
  private static func mobileNet(_ network: String) -> Recipe {
    Recipe(
      network: network,
      preprocessing: Preprocessing(crop: .whole, width: 224, height: 224, filter: .area, grayscale: false),
      augmentation: .galaxies, learningRate: 5e-4, schedule: .plateau(factor: 0.5, patience: 2), batchSize: 32,
      epochs: 30, validationFraction: 0.1)
  }

  // For networks made for ImageNet: its authors' trainings of weeks fit neither an ordinary CPU nor the small sets of
  // images that are trained on one.
  private static func general(_ definition: NetworkDefinition) -> Recipe {
    var recipe = mobileNet(definition.name)
    (recipe.preprocessing.height, recipe.preprocessing.width) = (definition.input[0], definition.input[1])
    recipe.augmentation = .photographs
    recipe.learningRate = 1e-3
    return recipe
  }
}

/// A preprocessing that makes other images than the network takes.
public struct InputError: Error, CustomStringConvertible {
  /// The network's name.
  public let network: String
  /// What the preprocessing makes.
  public let image: Shape
  /// What the network takes.
  public let input: Shape

  /// One line for the user.
  public var description: String { "the preprocessing makes images of \(image), \(network) takes \(input)" }
}
