// The options of galaxy train that change an author's recipe.
public import ArgumentParser
public import Experiments
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// What can be changed about an author's recipe.
struct RecipeOptions: ParsableArguments {
  @Option(help: "Passes over the training images; 0 writes the starting weights.")
  var epochs: Int?
  @Option(help: "Images to a step.")
  var batchSize: Int?
  @Option(help: "What is made small; cross-entropy is for classes.")
  var loss: Loss?
  @Option(help: "What takes the steps; sgd has a momentum of 0.9.")
  var optimizer: OptimizerChoice?
  @Option(help: "Size of the optimizer's steps to begin with.")
  var learningRate: Double?
  @Option(
    help: ArgumentHelp(
      "How that changes.",
      discussion: """
        plateau: the recipe's, or × 0.2 when 7 epochs have not lowered the validation loss by 0.0001. step: × 0.8 every \
        10 epochs. cosine: to zero in half a cosine, step by step, after rising over 5 % of all steps.
        """))
  var schedule: ScheduleChoice?
  @Option(
    help: ArgumentHelp(
      "Variation of the training images.",
      discussion: """
        recipe: as its author did it. galaxies: flips, any rotation, shift and zoom by up to a tenth. photographs: left \
        and right exchanged, shift and zoom by up to a tenth.
        """))
  var augment: AugmentChoice?
  @Option(help: "Share of the images, of each class, that is kept for validation, where the data have no division.")
  var validationFraction: Double?
  @Option(help: "Train on a random sample of this many images, drawn before the split.")
  var limit: Int?
  @OptionGroup var preprocessing: PreprocessingOptions
  @Option(help: "Side of the square image, for networks that take several; --size follows.")
  var resolution: Int?
  @Option(help: "Factor on the channels, for networks of several widths.")
  var widthMultiplier: Double?
  @Option(
    help: ArgumentHelp(
      "Keep the values of parameters whose names match, * standing for anything: 'features.*'.", valueName: "pattern"))
  var freeze: String?
  @Option(help: "Rounding that convolutions may add for speed: exact, standard or relaxed.")
  var precision: ConvolutionPrecision?
  @Option(help: "Decides first weights, split, order, augmentation and dropout.")
  var seed: UInt64?

  enum AugmentChoice: String, ExpressibleByArgument, CaseIterable {
    case recipe, galaxies, photographs, none

    func augmentation(of recipe: Recipe) -> Augmentation {
      switch self {
      case .recipe: recipe.augmentation
      case .galaxies: .galaxies
      case .photographs: .photographs
      case .none: .none
      }
    }
  }

  enum OptimizerChoice: String, ExpressibleByArgument, CaseIterable {
    case adam, adamw, rmsprop, sgd

    var rule: OptimizerRule {
      switch self {
      case .adam: .adam()
      case .adamw: .adamW()
      case .rmsprop: .rmsProp()
      case .sgd: .sgd(momentum: 0.9)
      }
    }
  }

  enum ScheduleChoice: String, ExpressibleByArgument, CaseIterable {
    case constant, plateau, step, cosine

    /// The schedule; a recipe that has one of this kind keeps it.
    func schedule(insteadOf schedule: Schedule) -> Schedule {
      switch self {
      case .constant: return .constant
      case .plateau:
        if case .plateau = schedule { return schedule }
        return .plateau(factor: 0.2, patience: 7)
      case .step: return .step(factor: 0.8, epochs: 10)
      case .cosine: return .cosine(warmUp: 0.05)
      }
    }
  }

  func validate() throws {
    if let epochs { try require(epochs >= 0, "--epochs must not be negative, found \(epochs)") }
    if let batchSize {
      try require((1...65_536).contains(batchSize), "--batch-size must be from 1 to 65536, found \(batchSize)")
    }
    if let rate = learningRate {
      try require(rate > 0 && rate.isFinite, "--learning-rate must be a positive number, found \(rate)")
    }
    if let fraction = validationFraction {
      try require(fraction > 0 && fraction < 1, "--validation-fraction must be between 0 and 1, found \(fraction)")
    }
    if let size = preprocessing.size, let resolution {
      try require(
        size.width == resolution && size.height == resolution,
        "--size \(size.width)x\(size.height) and --resolution \(resolution) contradict each other")
    }
    if let limit { try require(limit >= 2, "--limit must be at least 2, found \(limit)") }
  }

  /// Options given that a run being resumed has settled.
  var fixedByRun: [String] {
    [
      ("--batch-size", batchSize != nil), ("--loss", loss != nil), ("--optimizer", optimizer != nil),
      ("--learning-rate", learningRate != nil), ("--schedule", schedule != nil), ("--augment", augment != nil),
      ("--validation-fraction", validationFraction != nil), ("--limit", limit != nil),
      ("--crop", preprocessing.crop != nil),
      ("--size", preprocessing.size != nil), ("--grayscale", preprocessing.grayscale),
      ("--resolution", resolution != nil), ("--width-multiplier", widthMultiplier != nil), ("--freeze", freeze != nil),
      ("--precision", precision != nil), ("--seed", seed != nil),
    ].filter(\.1).map(\.0)
  }

  func apply(to recipe: inout Recipe) throws {
    preprocessing.apply(to: &recipe.preprocessing)
    if let resolution {
      recipe.setResolution(resolution)
    } else if let size = preprocessing.size, size.width == size.height,
      try NetworkRegistry.definition(named: recipe.network).smallestResolution != nil
    {
      recipe.setResolution(size.width)
    }
    if let widthMultiplier { recipe.options.widthMultiplier = widthMultiplier }
    if let freeze { recipe.frozen = freeze }
    if let precision { recipe.precision = precision }
    if let epochs { recipe.epochs = epochs }
    if let batchSize { recipe.batchSize = batchSize }
    if let loss { recipe.loss = loss }
    if let optimizer { recipe.optimizer = optimizer.rule }
    if let learningRate { recipe.learningRate = learningRate }
    if let schedule { recipe.schedule = schedule.schedule(insteadOf: recipe.schedule) }
    if let augment { recipe.augmentation = augment.augmentation(of: recipe) }
    if let validationFraction { recipe.validationFraction = validationFraction }
    if let limit { recipe.limit = limit }
    if let seed { recipe.seed = seed }
  }
}

extension Loss: ExpressibleByArgument {}
