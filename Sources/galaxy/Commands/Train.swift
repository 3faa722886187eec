// galaxy train: from labelled images to a trained network.
public import ArgumentParser
public import Experiments
internal import Foundation
internal import ImageDatasets
internal import NeuralNetwork

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network by its author's recipe.",
    discussion: """
      RUN then holds config.yaml, history.csv, best.safetensors (lowest validation loss), last.safetensors and \
      report.html. A folder that holds a run is refused without --overwrite. What is not given is as in the recipe of the \
      network's author, early stopping included.

      Example: galaxy train --network hildebrandt --images survey/images --labels survey/solutions.csv --output run
      """)

  @Option(help: "Network to train (see galaxy networks).")
  var network: String?
  @Option(help: ArgumentHelp("Folder of JPEG images named by GalaxyID.", valueName: "dir"))
  var images: String?
  @Option(help: ArgumentHelp("The 37 vote fractions of each galaxy.", valueName: "csv"))
  var labels: String?
  @Option(help: ArgumentHelp("Folder for the run's files.", valueName: "run"))
  var output: String?
  @Option(
    help: ArgumentHelp("Go on with a run where it stopped; of its recipe only --epochs can change.", valueName: "run"))
  var resume: String?
  @Option(
    help: ArgumentHelp(
      "Stop in time, after at least one epoch, so that the run can be resumed: 90s, 30m (or 30), 2h.",
      valueName: "time"), transform: TimeLimit.init)
  var timeLimit: TimeLimit?
  @Flag(help: "Replace a run that is in the output folder already.")
  var overwrite = false
  @OptionGroup(title: "Recipe") var changes: RecipeOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    let places = [("--network", network), ("--images", images), ("--labels", labels), ("--output", output)]
    if resume == nil {
      let missing = places.filter { $0.1 == nil }.map(\.0)
      try require(missing.isEmpty, "missing \(missing.joined(separator: ", "))")
    } else {
      let given = places.filter { $0.1 != nil }.map(\.0) + (overwrite ? ["--overwrite"] : []) + changes.fixedByRun
      try require(
        given.isEmpty, "--resume goes on with the run's own settings; remove \(given.joined(separator: ", "))")
    }
  }

  func run() throws {
    let deadline = timeLimit.map { ContinuousClock.now + $0.duration }
    threadOptions.apply()
    let listener = TrainingListener()
    var run: TrainingRun
    if let resume {
      run = try TrainingRun(resuming: RunFolder(path: resume), epochs: changes.epochs, tell: listener.hear)
    } else {
      run = try TrainingRun(
        try configuration(), in: RunFolder(path: output ?? ""), overwriting: overwrite, tell: listener.hear)
    }
    listener.introduce(run)
    let end = try run.finish(by: deadline, tell: listener.hear)
    listener.conclude(run, end)
  }

  private func configuration() throws -> RunConfiguration {
    var recipe = try Recipe(network: network ?? "")
    changes.apply(to: &recipe)
    // A run can be resumed from another folder, so its data are recorded by their full paths.
    return RunConfiguration(images: absolute(images ?? ""), labels: absolute(labels ?? ""), recipe: recipe)
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? path : URL(fileURLWithPath: path).path }
}

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
  @Option(help: "Variation of the training images: the recipe's, or none.")
  var augment: AugmentChoice?
  @Option(help: "Share of the galaxies that is kept for validation.")
  var validationFraction: Double?
  @Option(help: "Train on a random sample of this many galaxies, drawn before the split.")
  var limit: Int?
  @Option(help: "Decides first weights, split, order, augmentation and dropout.")
  var seed: UInt64?

  enum AugmentChoice: String, ExpressibleByArgument, CaseIterable { case recipe, none }

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
    if let limit { try require(limit >= 2, "--limit must be at least 2, found \(limit)") }
  }

  /// Options given that a run being resumed has settled.
  var fixedByRun: [String] {
    [
      ("--batch-size", batchSize != nil), ("--loss", loss != nil), ("--optimizer", optimizer != nil),
      ("--learning-rate", learningRate != nil), ("--schedule", schedule != nil), ("--augment", augment != nil),
      ("--validation-fraction", validationFraction != nil), ("--limit", limit != nil), ("--seed", seed != nil),
    ].filter(\.1).map(\.0)
  }

  func apply(to recipe: inout Recipe) {
    if let epochs { recipe.epochs = epochs }
    if let batchSize { recipe.batchSize = batchSize }
    if let loss { recipe.loss = loss }
    if let optimizer { recipe.optimizer = optimizer.rule }
    if let learningRate { recipe.learningRate = learningRate }
    if let schedule { recipe.schedule = schedule.schedule(insteadOf: recipe.schedule) }
    if augment == AugmentChoice.none { recipe.augmentation = .none }
    if let validationFraction { recipe.validationFraction = validationFraction }
    if let limit { recipe.limit = limit }
    if let seed { recipe.seed = seed }
  }
}

extension Loss: ExpressibleByArgument {}

/// Prints what a run tells.
private final class TrainingListener {
  private let bar = ProgressBar()
  private var leftOut: [ImageFailure] = []

  func hear(_ event: TrainingEvent) {
    switch event {
    case .progress(let progress): bar.update(progress)
    case .note(let text): Console.note(text)
    case .leftOut(let failure): leftOut.append(failure)
    case .epoch(let record, let isBest):
      bar.clear()
      Console.note(
        String(
          format: "epoch %3d  training loss %.5f  validation RMSE %.5f%@  %.0f images/s  %@", record.epoch,
          record.trainingLoss, record.validationRMSE, isBest ? " *" : "  ", record.imagesPerSecond,
          ProgressBar.duration(record.seconds)))
    }
  }

  func introduce(_ run: TrainingRun) {
    Console.note(leftOut: leftOut)
    Console.note(
      "\(run.configuration.recipe.network): \(run.session.training.count) galaxies to train on, "
        + "\(run.session.validation.count) to validate on")
  }

  func conclude(_ run: TrainingRun, _ end: TrainingEnd) {
    let (epoch, recipe) = (run.session.current.epoch, run.configuration.recipe)
    switch end {
    case .lastEpoch: break
    case .earlyStopping:
      let rule = recipe.earlyStopping.map { ", \($0)" } ?? ""
      Console.note("early stopping ended the run with epoch \(epoch) of \(recipe.epochs)\(rule)")
    case .timeLimit:
      Console.note("out of time after epoch \(epoch) of \(recipe.epochs); --resume \(run.folder.path) goes on")
    }
    if let best = run.best {
      let score =
        recipe.loss == .meanSquaredError
        ? String(format: "best validation RMSE %.5f", best.validationRMSE)
        : String(format: "lowest validation loss %.5f, RMSE %.5f,", best.validationLoss, best.validationRMSE)
      Console.note("\(score) after epoch \(best.epoch)")
      Console.note("network: \(run.folder.best)")
    } else {
      Console.note("starting weights: \(run.folder.last)")
    }
    Console.note("report: \(run.folder.report)")
  }
}
