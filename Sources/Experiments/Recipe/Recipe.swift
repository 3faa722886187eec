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
  /// What training minimises.
  public var loss: Loss
  /// Fraction of the certainty about classes that training spreads evenly over all of them (Szegedy et al. 2016).
  public var labelSmoothing: Double
  /// The optimizer.
  public var optimizer: OptimizerRule
  /// The learning rate to begin with.
  public var learningRate: Double
  /// How the learning rate changes.
  public var schedule: Schedule
  /// When training ends before the last epoch; never if nil.
  public var earlyStopping: EarlyStopping?
  /// Images to a step.
  public var batchSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// Fraction of the images that is held out for validation.
  public var validationFraction: Double
  /// Number of images to draw before the split; all if nil.
  public var limit: Int?
  /// Parameters that keep their values: patterns of their dotted names, in which `*` stands for any characters.
  public var frozen: [String]
  /// How much rounding convolutions may add in training for the sake of speed.
  public var precision: ConvolutionPrecision
  /// Decides first weights, order, augmentation and dropout, and the split unless that has a seed of its own.
  public var seed: UInt64
  /// Decides the split; the seed does if nil.
  public var splitSeed: UInt64?

  /// The recipe of the network's author, or a general one where the network comes without.
  ///
  /// - Throws: ``UnknownNetworkError``.
  public init(network name: String, networks: NetworkRegistry = .standard) throws {
    let definition = try networks.definition(named: name)
    self.init(general: definition)
    networks.applyRecipe(of: definition, to: &self)
  }

  // For networks made for ImageNet: its authors' trainings of weeks fit neither an ordinary CPU nor the small sets of
  // images that are trained on one.
  private init(general definition: NetworkDefinition) {
    network = definition.name
    options = NetworkOptions()
    preprocessing = Preprocessing(
      crop: .whole, width: definition.input[1], height: definition.input[0], filter: .area,
      grayscale: definition.input[2] == 1)
    augmentation = .photographs
    loss = LearningTasks.task(of: options.output).losses[0]
    labelSmoothing = 0
    optimizer = .adam()
    learningRate = 1e-3
    schedule = .plateau(factor: 0.5, patience: 2)
    earlyStopping = nil
    batchSize = 32
    epochs = 30
    validationFraction = 0.1
    limit = nil
    frozen = []
    precision = .standard
    seed = 0
    splitSeed = nil
  }

  /// Has the network learn another task, with the output function and the loss that are usual for it.
  public mutating func setTask(_ task: any LearningTask.Type) {
    guard task.output != options.output else { return }
    options.output = task.output
    loss = task.losses[0]
  }

  /// Has network and preprocessing work on images of another size.
  public mutating func setImageSize(_ size: ImageSize) {
    options.imageSize = size
    (preprocessing.width, preprocessing.height) = (size.width, size.height)
  }

  /// Makes sure that training can follow it: numbers are in their ranges, the loss suits the task, and the network takes the
  /// images that the preprocessing makes.
  ///
  /// - Throws: `SettingError`, ``LossError``, `UnknownNetworkError`, `NetworkOptionError` or ``InputError``.
  public func check(networks: NetworkRegistry = .standard) throws {
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
    try LearningTasks.task(of: options.output).check(loss)
    let definition = try networks.definition(named: network)
    let image: Shape = [preprocessing.height, preprocessing.width, preprocessing.channels]
    let input = try definition.input(options)
    guard image == input else { throw InputError(network: network, image: image, input: input) }
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
