// The options of galaxy train that change an author's recipe.
internal import ArgumentParser
internal import Experiments
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

/// What can be changed about an author's recipe: each option, and below what it changes.
struct RecipeOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: .recipe("Passes over the training images; 0 writes the starting weights"))
  var epochs: Int?
  @Option(parsing: .unconditional, help: .recipe("Images per step"))
  var batchSize: Int?
  @Option(help: .recipe("Loss; cross-entropy is for classes"))
  var loss: Loss?
  @Option(
    help: .recipe(
      "How vote fractions are made: sigmoid gives each by itself, tree gives fractions that obey the decision tree"))
  var head: HeadChoice?
  @Option(help: .recipe("Optimizer; muon is for convolutions, with adamw for all else; sgd has a momentum of 0.9"))
  var optimizer: OptimizerChoice?
  @Option(parsing: .unconditional, help: .recipe("Learning rate at the start"))
  var learningRate: Double?
  @Option(
    help: .recipe(
      "Learning-rate schedule",
      discussion: """
        plateau: the recipe's, or × 0.2 when 7 epochs have not lowered the validation loss by 0.0001. step: × 0.8 every \
        10 epochs. cosine: to zero in half a cosine, step by step, after rising over 5 % of all steps. one-cycle: from a \
        25th up to the rate over 30 % of all steps, then to nearly zero.
        """))
  var schedule: ScheduleChoice?
  @Option(
    parsing: .unconditional,
    help: .recipe("Epochs over which the learning rate rises from zero at the start, for any schedule; 0 for none"))
  var warmUp: Double?
  @Option(
    help: .recipe(
      "Random variation of the training images",
      discussion: """
        galaxies: flips, any rotation, shift and zoom by up to a tenth. photographs: left-right flips, shift and zoom by \
        up to a tenth.
        """))
  var augment: AugmentChoice?
  @Option(
    parsing: .unconditional,
    help: .recipe("Fraction of the images, of each class, held out for validation, where the data have no split"))
  var validationFraction: Double?
  @Option(
    parsing: .unconditional,
    help: "Train on a random sample of this many images, drawn before the split (default: all images).")
  var limit: Int?
  @OptionGroup var preprocessing: PreprocessingOptions
  @Option(
    parsing: .unconditional,
    help: .recipe("Size of the images, N or WxH, for networks that take several; --size follows", valueName: "size"))
  var resolution: ImageSize?
  @Option(
    parsing: .unconditional, help: .recipe("Factor on the number of channels, for networks of several widths"))
  var widthMultiplier: Double?
  @Option(
    help: ArgumentHelp(
      "Keep the values of parameters whose names match, * matching anything: 'features.*'; can be repeated.",
      valueName: "pattern"))
  var freeze: [String] = []
  @Option(help: .recipe("Rounding error that faster convolutions may add"))
  var precision: ConvolutionPrecision?
  @Option(
    parsing: .unconditional,
    help: .recipe(
      "Compute each batch in this many parts, one after the other, in the memory of one part",
      discussion: """
        The step is that of the whole batch but for rounding, except that a batch norm sees a part at a time, and missing \
        targets count within their part.
        """, valueName: "parts"))
  var accumulate: Int?
  @Option(
    parsing: .unconditional,
    help: .recipe(
      "Keep a moving average of the weights with this decay, such as 0.999; it is validated and saved as the best network",
      discussion: "history.csv has the scores of both, last.safetensors the weights of both.", valueName: "decay"))
  var averageWeights: Double?
  @Flag(
    inversion: .prefixedNo,
    help: .recipe("Begin with biases of the outputs that predict the training labels' means, rather than with zeros"))
  var startAtMeans: Bool?
  @Option(
    parsing: .unconditional,
    help: .recipe(
      "Views of every image that evaluate and predict average, if their --views does not say otherwise",
      valueName: "count"))
  var predictionViews: Int?
  @Option(
    help: .recipe(
      "If the loss or gradient of a batch is not a finite number: fail ends the run, skip leaves the batch out"))
  var onBadBatch: BadBatchRule?
  @Option(
    parsing: .unconditional, help: .recipe("Seed of the starting weights, the order, augmentation and dropout"),
    transform: seedArgument)
  var seed: UInt64?
  @Option(
    parsing: .unconditional,
    help: "Seed of the split and of the sample of --limit, to compare runs of several seeds (default: the seed).",
    transform: seedArgument)
  var splitSeed: UInt64?

  /// What the given options change, in the order of the options.
  private var changes: [RecipeChange] {
    let changes: [RecipeChange?] = [
      RecipeChange(\.epochs, epochs),
      RecipeChange(\.batchSize, batchSize),
      RecipeChange(\.loss, loss),
      RecipeChange("--head", head) { recipe, head, _ in try head.apply(to: &recipe) },
      RecipeChange(\.optimizer, optimizer?.rule),
      RecipeChange(\.learningRate, learningRate),
      RecipeChange("--schedule", schedule) { recipe, choice, _ in
        recipe.schedule = choice.schedule(insteadOf: recipe.schedule)
      },
      RecipeChange("--warm-up", warmUp) { recipe, epochs, _ in
        recipe.schedule = recipe.schedule.behindWarmUp(epochs: epochs)
      },
      RecipeChange(\.augmentation, augment) { $1.augmentation(insteadOf: $0) },
      RecipeChange(\.validationFraction, validationFraction),
      RecipeChange(optional: \.limit, limit),
      RecipeChange("--crop", preprocessing.crop) { recipe, crop, _ in recipe.preprocessing.crop = crop },
      RecipeChange("--size", preprocessing.size) { try $0.setPreprocessedSize($1, networks: $2) },
      RecipeChange(preprocessing.grayscale == false ? "--no-grayscale" : "--grayscale", preprocessing.grayscale) {
        recipe, isGrayscale, _ in recipe.preprocessing.grayscale = isGrayscale
      },
      RecipeChange("--resolution", resolution) { recipe, size, _ in recipe.setImageSize(size) },
      RecipeChange("--width-multiplier", widthMultiplier) { recipe, factor, _ in
        recipe.options.widthMultiplier = factor
      },
      RecipeChange(\.frozen, freeze.isEmpty ? nil : freeze),
      RecipeChange(\.precision, precision),
      RecipeChange(\.accumulate, accumulate),
      RecipeChange(optional: \.averageWeights, averageWeights),
      RecipeChange(\.startsAtMeans, startAtMeans),
      RecipeChange(\.views, predictionViews),
      RecipeChange(\.onBadBatch, onBadBatch),
      RecipeChange(\.seed, seed),
      RecipeChange(optional: \.splitSeed, splitSeed),
    ]
    return changes.compactMap { $0 }
  }

  func validate() throws {
    if let size = preprocessing.size, let resolution {
      try require(size == resolution, "--size \(size) and --resolution \(resolution) contradict each other")
    }
  }

  /// Changes a recipe as the options say.
  func apply(to recipe: inout Recipe, networks: NetworkRegistry) throws {
    for change in changes { try change.apply(&recipe, networks) }
  }

  /// Makes sure that training can follow a recipe; a bad value that an option gave is named by the option.
  func check(_ recipe: Recipe, networks: NetworkRegistry) throws {
    do {
      try recipe.check(networks: networks)
    } catch let error as SettingError {
      let option = Recipe.settings.first { $0.name == error.setting }?.option
      guard let option, changes.contains(where: { $0.option == option }) else { throw error }
      throw ValidationError("\(option): \(error.problem)")
    }
  }

  /// Whether they say which part of an image is trained on, and how large.
  var nameImages: Bool { preprocessing.crop != nil || preprocessing.size != nil || resolution != nil }

  /// The given options whose settings a run keeps when it is resumed.
  var fixedByRun: [String] {
    let fixed = Set(Recipe.settings.filter(\.isFixedByRun).flatMap(\.options))
    return changes.map(\.option).filter(fixed.contains)
  }
}
