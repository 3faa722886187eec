// galaxy baseline: what any network has to beat.
internal import ArgumentParser
internal import Experiments
internal import GalaxyZoo
internal import ImageDatasets
internal import Tensors

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
    let list = try GalaxyList(images: galaxyOptions.images, labels: galaxyOptions.labels)
    let (training, validation) = try split(list)
    let baselines = try BaselineScores(
      list: list, training: training, validation: validation, progress: ProgressBar().update)
    Console.note(leftOut: baselines.failures)
    if jsonOptions.json {
      try Console.print(
        json: Dictionary(uniqueKeysWithValues: baselines.tables.map { ($0.baseline.rawValue, $0.scores) }))
    } else {
      ScorePrinter.print(baselines.tables.map { ($0.baseline.rawValue, $0.scores) }, withAnswers: false)
    }
  }

  private func split(_ list: GalaxyList) throws -> (training: [String], validation: [String]) {
    if let checkpoint {
      let trained = try TrainedNetwork(path: checkpoint)
      return (trained.trainingIdentifiers, trained.validationIdentifiers)
    }
    let split = try Split(
      list.images.map(\.identifier), validationFraction: validationFraction,
      random: RandomSource(seed: seed).split("split"))
    return (split.training, split.validation)
  }
}
