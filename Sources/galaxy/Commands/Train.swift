// galaxy train: from labelled images to a trained network.
public import ArgumentParser
public import Experiments
internal import DataFiles
internal import Foundation

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network by its author's recipe.",
    discussion: """
      With --labels of 37 vote fractions the network learns those; without --labels, the sub-folders of --images are \
      classes (train and val, or the like, are a division), and it learns to tell them apart.

      RUN then holds config.yaml, history.csv, best.safetensors (lowest validation loss), last.safetensors and \
      report.html. A folder that holds a run is refused without --overwrite. What is not given is as in the recipe of the \
      network's author, early stopping included.

      Example: galaxy train --network hildebrandt --images survey/images --labels survey/solutions.csv --output run
      """)

  @Option(help: "Network to train (see galaxy networks).")
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Folder of JPEG images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String?
  @Option(help: ArgumentHelp("The 37 vote fractions of each galaxy, or a column of classes.", valueName: "csv"))
  var labels: String?
  @Option(help: ArgumentHelp("Column of the labels that holds the classes.", valueName: "name"))
  var classColumn: String?
  @Option(
    help: ArgumentHelp(
      "regression of the 37 vote fractions, or classification; by the 37 columns, the largest is a galaxy's class.",
      valueName: "task"))
  var task: LearningTask?
  @Option(
    help: ArgumentHelp("Images to validate on, a sub-folder for each class, instead of a share.", valueName: "dir"))
  var validationImages: String?
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
  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Begin with weights and pixel scale of a run, a checkpoint or converted Keras weights; outputs may differ.",
      valueName: "file"))
  var initialWeights: String?
  @Option(
    help: ArgumentHelp(
      "Take the recipe of a YAML file, such as a run's config.yaml; options given beside it win.", valueName: "file"))
  var config: String?
  @OptionGroup(title: "Recipe") var changes: RecipeOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    if resume != nil {
      let places = [
        ("--network", network), ("--images", images), ("--labels", labels), ("--class-column", classColumn),
        ("--task", task?.rawValue), ("--validation-images", validationImages), ("--output", output),
        ("--init", initialWeights), ("--config", config),
      ]
      let given = places.filter { $0.1 != nil }.map(\.0) + (overwrite ? ["--overwrite"] : []) + changes.fixedByRun
      return try require(
        given.isEmpty, "--resume goes on with the run's own settings; remove \(given.joined(separator: ", "))")
    }
    let places = [("--network", network ?? config), ("--images", images), ("--output", output)]
    let missing = places.filter { $0.1 == nil }.map(\.0)
    try require(missing.isEmpty, "missing \(missing.joined(separator: ", "))")
    try require(classColumn == nil || labels != nil, "--class-column names a column of --labels, which is missing")
    if task == .regression {
      try require(labels != nil, "--task regression needs --labels with the 37 vote fractions")
      try require(classColumn == nil, "--class-column is for classes, --task regression for vote fractions")
      try require(validationImages == nil, "--validation-images is for classes, --task regression for vote fractions")
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
    var recipe = try config.map { try Recipe(path: $0) } ?? Recipe(network: network ?? "")
    if let config, let network, network != recipe.network {
      throw FileError(path: config, problem: "is a recipe for \(recipe.network), not for \(network)")
    }
    recipe.task = task ?? (labels == nil || classColumn != nil ? .classification : recipe.task)
    try changes.apply(to: &recipe)
    try changes.check(recipe)
    // A run can be resumed from another folder, so its data are recorded by their full paths.
    return RunConfiguration(
      images: absolute(images ?? ""), labels: labels.map(absolute), classColumn: classColumn,
      validationImages: validationImages.map(absolute), initialWeights: initialWeights.map(absolute), recipe: recipe)
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? path : URL(fileURLWithPath: path).path }
}

extension LearningTask: ExpressibleByArgument {}
