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
  @Option(help: "Images to a step (batch size).")
  var batchSize: Int?
  @Option(help: "Loss; cross-entropy is for classes.")
  var loss: Loss?
  @Option(help: "Optimizer; sgd has a momentum of 0.9.")
  var optimizer: OptimizerChoice?
  @Option(help: "Learning rate to begin with.")
  var learningRate: Double?
  @Option(
    help: ArgumentHelp(
      "Learning-rate schedule.",
      discussion: """
        plateau: the recipe's, or × 0.2 when 7 epochs have not lowered the validation loss by 0.0001. step: × 0.8 every \
        10 epochs. cosine: to zero in half a cosine, step by step, after rising over 5 % of all steps.
        """))
  var schedule: ScheduleChoice?
  @Option(
    help: ArgumentHelp(
      "Augmentation of the training images.",
      discussion: """
        recipe: as its author did it. galaxies: flips, any rotation, shift and zoom by up to a tenth. photographs: left \
        and right exchanged, shift and zoom by up to a tenth.
        """))
  var augment: AugmentChoice?
  @Option(help: "Fraction of the images, of each class, held out for validation, where the data have no division.")
  var validationFraction: Double?
  @Option(help: "Train on a random sample of this many images, drawn before the split.")
  var limit: Int?
  @OptionGroup var preprocessing: PreprocessingOptions
  @Option(
    help: ArgumentHelp(
      "Size of the images, N or WxH, for networks that take several; --size follows.", valueName: "size"))
  var resolution: ImageSize?
  @Option(help: "Factor on the channels, for networks of several widths.")
  var widthMultiplier: Double?
  @Option(
    help: ArgumentHelp(
      "Keep the values of parameters whose names match, * standing for anything: 'features.*'; can be repeated.",
      valueName: "pattern"))
  var freeze: [String] = []
  @Option(help: "Rounding error that faster convolutions may add: exact, standard or relaxed.")
  var precision: ConvolutionPrecision?
  @Option(help: "Decides first weights, order, augmentation and dropout, and the split unless --split-seed does.")
  var seed: UInt64?
  @Option(help: "Decides the split, so that runs of different seeds can be compared.")
  var splitSeed: UInt64?

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
    if let size = preprocessing.size, let resolution {
      try require(size == resolution, "--size \(size) and --resolution \(resolution) contradict each other")
    }
  }

  /// Makes sure that training can follow a recipe; what an option has spoilt is called by the option's name.
  func check(_ recipe: Recipe, networks: NetworkRegistry) throws {
    do {
      try recipe.check(networks: networks)
    } catch let error as SettingError {
      let settings = [
        ("epochs", "--epochs"), ("batchSize", "--batch-size"), ("learningRate", "--learning-rate"),
        ("validationFraction", "--validation-fraction"), ("limit", "--limit"),
      ]
      let option = settings.first { $0.0 == error.setting }?.1
      guard let option, given.contains(option) else { throw error }
      throw ValidationError("\(option): \(error.problem)")
    }
  }

  /// Options given that a run being resumed has settled.
  var fixedByRun: [String] { given.filter { $0 != "--epochs" } }

  private var given: [String] {
    [
      ("--epochs", epochs != nil),
      ("--batch-size", batchSize != nil), ("--loss", loss != nil), ("--optimizer", optimizer != nil),
      ("--learning-rate", learningRate != nil), ("--schedule", schedule != nil), ("--augment", augment != nil),
      ("--validation-fraction", validationFraction != nil), ("--limit", limit != nil),
      ("--crop", preprocessing.crop != nil),
      ("--size", preprocessing.size != nil), ("--grayscale", preprocessing.grayscale == true),
      ("--no-grayscale", preprocessing.grayscale == false),
      ("--resolution", resolution != nil), ("--width-multiplier", widthMultiplier != nil),
      ("--freeze", !freeze.isEmpty),
      ("--precision", precision != nil), ("--seed", seed != nil), ("--split-seed", splitSeed != nil),
    ].filter(\.1).map(\.0)
  }

  func apply(to recipe: inout Recipe, networks: NetworkRegistry) throws {
    preprocessing.apply(to: &recipe.preprocessing)
    if let resolution {
      recipe.setImageSize(resolution)
    } else if let size = preprocessing.size, try networks.definition(named: recipe.network).smallestSide != nil {
      recipe.setImageSize(size)
    }
    if let widthMultiplier { recipe.options.widthMultiplier = widthMultiplier }
    if !freeze.isEmpty { recipe.frozen = freeze }
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
    if let splitSeed { recipe.splitSeed = splitSeed }
  }
}

extension Loss: ExpressibleByArgument {}
