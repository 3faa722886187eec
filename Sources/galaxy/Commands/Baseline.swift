// galaxy baseline: what any network has to beat.
internal import ArgumentParser
internal import Experiments
internal import GalaxyZoo
internal import ImageDatasets

struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Score predictions that do not look at shapes.",
    discussion: """
      Zeros, column means, and linear regressions on the colour of the central pixel and on the mean colour, fitted on \
      training galaxies and scored on validation galaxies. The split is that of galaxy train with the same seed and \
      fraction, or that of a run.

      Example: galaxy baseline --images survey/images --labels survey/solutions.csv
      """)

  @OptionGroup var galaxyOptions: GalaxyOptions
  @Option(help: ArgumentHelp("Use the split of this run or checkpoint.", valueName: "run"))
  var checkpoint: String?
  @Option(help: "Share of the galaxies that is kept for validation.")
  var validationFraction = 0.2
  @Option(help: "Decides the split.")
  var seed: UInt64 = 0
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(
      validationFraction > 0 && validationFraction < 1,
      "--validation-fraction must be between 0 and 1, found \(validationFraction)")
  }

  func run() throws {
    threadOptions.apply()
    let list = try LabelledImages(images: galaxyOptions.images, labels: galaxyOptions.labels)
    let baselines = try checkpoint.map { try scores(list, splitOf: $0) } ?? scores(list)
    if jsonOptions.json {
      try Console.print(
        json: Dictionary(uniqueKeysWithValues: baselines.tables.map { ($0.baseline.rawValue, $0.scores) }))
    } else {
      try ScorePrinter.print(baselines.tables.map { ($0.baseline.rawValue, $0.scores) }, withAnswers: false)
    }
  }

  private func scores(_ list: LabelledImages, splitOf checkpoint: String) throws -> BaselineScores {
    let trained = try TrainedNetwork(path: checkpoint)
    let (training, validation) = (trained.trainingIdentifiers, trained.validationIdentifiers)
    let colors = try readColors(list.selecting(identifiers: training + validation))
    return try BaselineScores(of: colors, training: training, validation: validation)
  }

  private func scores(_ list: LabelledImages) throws -> BaselineScores {
    let colors = try readColors(list)
    // As in training, images that cannot be read do not take part in the split.
    let split = try Split(colors.identifiers, validationFraction: validationFraction, seed: seed)
    return try BaselineScores(of: colors, training: split.training, validation: split.validation)
  }

  private func readColors(_ list: LabelledImages) throws -> GalaxyColors {
    let colors = try GalaxyColors(list, progress: ProgressBar().update)
    Console.note(leftOut: colors.failures)
    return colors
  }
}
