// galaxy baseline: what any network has to beat.
internal import ArgumentParser
internal import Experiments
internal import GalaxyZoo
internal import ImageDatasets

struct BaselineCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Score predictions that do not look at shapes.",
    discussion: """
      Zeros, column means, and linear regressions on the colour of the central pixel and on the mean colour, fitted on \
      training galaxies and scored on validation galaxies. The split is that of galaxy train with the same seed (or \
      --split-seed) and fraction, or that of a run.

      Example: galaxy baseline --images survey/images --labels survey/solutions.csv
      """)

  @OptionGroup var galaxyOptions: GalaxyOptions
  @Option(help: ArgumentHelp("Use the split of this run or checkpoint.", valueName: "run"), completion: .file())
  var checkpoint: String?
  @Option(parsing: .unconditional, help: "Fraction of the galaxies held out for validation.")
  var validationFraction = 0.2
  @Option(parsing: .unconditional, help: "Seed of the split (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(
      validationFraction > 0 && validationFraction < 1,
      "--validation-fraction must be between 0 and 1, found \(validationFraction)")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let task = VoteFractions()
    let images = try task.read(DataSet(images: galaxyOptions.images, labels: galaxyOptions.labels))
    for line in task.summary(of: images) { Console.note(line) }
    if let made = images.source.preprocessing, made.grayscale || made.crop != .whole {
      Console.note(
        "\(galaxyOptions.images) holds \(made.grayscale ? "grey " : "")images of the crop \(made.crop): its colours are not "
          + "those of the pictures, whose folder gives the baselines that people know")
    }
    let baselines = try scores(images, networks: networks)
    if jsonOptions.json {
      try Console.print(
        json: Dictionary(uniqueKeysWithValues: baselines.tables.map { ($0.baseline.rawValue, $0.scores) }))
    } else {
      let lines = ScoreText.lines(baselines.tables.map { ($0.baseline.rawValue, $0.scores) }, withAnswers: false)
      for line in lines { try Console.print(line) }
    }
  }

  private func scores(_ images: LabelledImages<[Float]>, networks: NetworkRegistry) throws -> BaselineScores {
    if let checkpoint {
      let trained = try TrainedNetwork(path: checkpoint, networks: networks)
      let (training, validation) = (trained.trainingIdentifiers, trained.validationIdentifiers)
      let colors = try readColors(images.selecting(images.positions(of: training + validation).sorted()))
      return try BaselineScores(of: colors, training: training, validation: validation)
    }
    let colors = try readColors(images)
    // As in training, images that cannot be read do not take part in the split.
    let split = try Split(colors.identifiers, validationFraction: validationFraction, seed: seed)
    return try BaselineScores(
      of: colors, training: split.training.map { colors.identifiers[$0] },
      validation: split.validation.map { colors.identifiers[$0] })
  }

  private func readColors(_ images: LabelledImages<[Float]>) throws -> GalaxyColors {
    let colors = try GalaxyColors(images, progress: ProgressBar().update)
    Console.note(leftOut: colors.failures)
    return colors
  }
}
