// galaxy train: from labelled images to a trained network.
internal import ArgumentParser
internal import Experiments
internal import DataFiles
internal import Foundation
internal import Training

struct Train: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network by its author's recipe.",
    discussion: """
      With --labels of 37 vote fractions the network learns those; with --targets, columns of numbers of any CSV file; \
      with --class-column, classes. Without --labels, the sub-folders of --images are the classes (train and val, or the \
      like, are a division).

      RUN then holds config.yaml, history.csv, best.safetensors (lowest validation loss), last.safetensors and \
      report.html. A folder that holds a run is refused without --overwrite. What is not given is as in the recipe of the \
      network's author, early stopping included.

      Example: galaxy train --network hildebrandt --images survey/images --labels survey/solutions.csv --output run
      """)

  @Option(help: "Network to train (see galaxy networks).")
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String?
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(
    help: ArgumentHelp(
      "regression (37 vote fractions), classification or columns; what the labels suggest unless given.",
      discussion: "By classification of the 37 fractions, a galaxy's class is the largest.", valueName: "task"),
    transform: TaskName.init)
  var task: TaskName?
  @Option(help: ArgumentHelp("Folder for the run's files.", valueName: "run"))
  var output: String?
  @Option(
    help: ArgumentHelp("Go on with a run where it stopped; only --epochs of its recipe can change.", valueName: "run"))
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
      "Train and validate on the images that another run or checkpoint was trained and validated on.", valueName: "run")
  )
  var split: String?
  @Option(
    help: ArgumentHelp(
      "Take the recipe of a YAML file, such as a run's config.yaml; options given beside it win.", valueName: "file"))
  var config: String?
  @OptionGroup(title: "Recipe") var changes: RecipeOptions
  @OptionGroup var threadOptions: ThreadOptions

  /// The name of a task that there is.
  struct TaskName {
    let task: any LearningTask.Type

    init(_ name: String) throws {
      guard let task = LearningTasks.task(named: name) else {
        let names = LearningTasks.all.map { $0.name }.joined(separator: ", ")
        throw ValidationError("expected one of \(names)")
      }
      self.task = task
    }
  }

  func validate() throws {
    if resume != nil {
      let options = [
        ("--network", network), ("--images", images), ("--labels", labelColumns.labels),
        ("--class-column", labelColumns.classColumn), ("--targets", labelColumns.targets?.joined()),
        ("--id-column", labelColumns.idColumn), ("--task", task?.task.name),
        ("--validation-images", labelColumns.validationImages), ("--output", output), ("--init", initialWeights),
        ("--split", split), ("--config", config),
      ]
      let given = options.filter { $0.1 != nil }.map(\.0) + (overwrite ? ["--overwrite"] : []) + changes.fixedByRun
      return try require(
        given.isEmpty, "--resume goes on with the run's own settings; remove \(given.joined(separator: ", "))")
    }
    let options = [("--network", network ?? config), ("--images", images), ("--output", output)]
    let missing = options.filter { $0.1 == nil }.map(\.0)
    try require(missing.isEmpty, "missing \(missing.joined(separator: ", "))")
  }

  func run(networks: NetworkRegistry) throws {
    let deadline = timeLimit.map { ContinuousClock.now + $0.duration }
    threadOptions.apply()
    let listener = TrainingListener()
    var run: TrainingRun
    if let resume {
      run = try TrainingRun(
        resuming: RunFolder(path: resume), networks: networks, epochs: changes.epochs, onEvent: listener.handle)
    } else {
      run = try TrainingRun(
        try configuration(networks: networks), networks: networks, in: RunFolder(path: output ?? ""),
        overwriting: overwrite, onEvent: listener.handle)
    }
    listener.printStart(of: run)
    let end = try run.finish(by: deadline, onEvent: listener.handle)
    listener.printEnd(of: run, end)
  }

  private func configuration(networks: NetworkRegistry) throws -> RunConfiguration {
    // A run can be resumed from another folder, so its data are recorded by their full paths.
    var data = labelColumns.dataSet(images: absolute(images ?? ""))
    data.labels = data.labels.map(absolute)
    data.validationImages = data.validationImages.map(absolute)
    var recipe =
      try config.map { try Recipe(path: $0, networks: networks) }
      ?? Recipe(network: network ?? "", networks: networks)
    if let config, let network, network != recipe.network {
      throw FileError(path: config, problem: "is a recipe for \(recipe.network), not for \(network)")
    }
    if let task = task?.task ?? LearningTasks.task(for: data) { recipe.setTask(task) }
    try changes.apply(to: &recipe, networks: networks)
    try changes.check(recipe, networks: networks)
    return RunConfiguration(
      data: data, split: split.map(absolute), initialWeights: initialWeights.map(absolute), recipe: recipe)
  }

  private func absolute(_ path: String) -> String { path.isEmpty ? path : URL(fileURLWithPath: path).path }
}
