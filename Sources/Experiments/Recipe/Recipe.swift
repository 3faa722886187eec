// Everything that decides what a training run computes, as one value.
public import ImageDatasets
public import ImageModels
internal import Images
public import NeuralNetwork
public import Tensors
public import Training

/// A training run before it has data: network, preprocessing, augmentation, optimizer, lengths and seed.
///
/// Equal recipes on equal data, from equal weights, give equal checkpoints, to the last bit. Every property is a row of
/// the table `settings`, from which files, checks, reports and the command line follow.
public struct Recipe: Sendable, Equatable {
  /// The network's name in the registry.
  public var network: String
  /// Choices about the network.
  public var options: NetworkOptions
  /// How image files become the network's input.
  public var preprocessing: Preprocessing
  /// How training images are varied.
  public var augmentation: Augmentation
  /// The loss that training minimises.
  public var loss: Loss
  /// Fraction of the certainty about classes that training spreads evenly over all of them (Szegedy et al. 2016).
  public var labelSmoothing: Double
  /// The optimizer, but for its learning rate.
  public var optimizer: OptimizerRule
  /// The learning rate at the start.
  public var learningRate: Double
  /// How the learning rate changes.
  public var schedule: Schedule
  /// When training ends before the last epoch; never if nil.
  public var earlyStopping: EarlyStopping?
  /// Images per step.
  public var batchSize: Int
  /// Passes over the training images.
  public var epochs: Int
  /// Fraction of the images that is held out for validation.
  public var validationFraction: Double
  /// Number of images to draw before the split; all if nil.
  public var limit: Int?
  /// Parameters that keep their values: patterns of their dotted names, in which `*` stands for any characters.
  public var frozen: [String]
  /// Rounding error that faster convolutions may add in training.
  public var precision: ConvolutionPrecision
  /// How many parts a batch is computed in, one after the other, for the memory of one part.
  public var accumulate: Int
  /// Weight of the past in a moving average of the weights, which then is what is validated and kept; none if nil.
  public var averageWeights: Double?
  /// Whether the biases of the outputs begin where the network predicts the training labels' means, rather than at zero.
  public var startsAtMeans: Bool
  /// Views of every image that evaluations and predictions average unless they are told otherwise: a length of
  /// `TestTimeView.list(_:)`.
  public var views: Int
  /// What becomes of a batch whose loss or gradient is no finite number.
  public var onBadBatch: BadBatchRule
  /// Seed of first weights, order, augmentation and dropout.
  public var seed: UInt64
  /// Seed of the sample that `limit` draws and of the split; `seed` if nil.
  ///
  /// Runs that differ in `seed` alone and share this are trained and validated on the same images.
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
    accumulate = 1
    averageWeights = nil
    startsAtMeans = false
    views = 1
    onBadBatch = .fail
    seed = 0
    splitSeed = nil
  }

  /// Has the network learn another task, with the output function and the loss that are usual for it.
  public mutating func setTask(_ task: any LearningTask.Type) {
    if task.accepts(options.output) { return }
    options.output = task.output
    loss = task.losses[0]
  }

  /// The seed that the split, and the sample ahead of it, are drawn with.
  var seedOfSplit: UInt64 { splitSeed ?? seed }
}
