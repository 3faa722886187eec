// The options of galaxy train that say what to train and where.
internal import ArgumentParser
internal import Experiments

/// What a run is of, beside its recipe: network, data, folder.
struct RunOptions: ParsableArguments {
  @Option(help: "Network to train (see galaxy networks).")
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String?
  @Option(help: ArgumentHelp("Folder for the run's files.", valueName: "run"))
  var output: String?
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(
    help: ArgumentHelp(
      "regression (37 vote fractions), classification or columns (default: as the labels suggest).",
      discussion: "By classification of the 37 fractions, a galaxy's class is the largest.", valueName: "task"),
    transform: TaskName.init)
  var task: TaskName?
  @Option(
    help: ArgumentHelp(
      "Go on with a run where it stopped.",
      discussion: """
        Of its recipe only --epochs and --on-bad-batch can change. Where its data have moved, --images, --labels and \
        --validation-images say where they are now; names and labels have to be the same.
        """, valueName: "run"))
  var resume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Save and stop in time, after at least one step, so that the run can be resumed: 90s, 30m (or 30), 2h.",
      valueName: "time"), transform: TimeSpan.init)
  var timeLimit: TimeSpan?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Save within long epochs, too, as often as this (default: 5m).", valueName: "time"),
    transform: TimeSpan.init)
  var checkpointEvery: TimeSpan?
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

  /// The given options that a run keeps when it is resumed.
  var fixedByRun: [String] {
    let options = [
      ("--network", network), ("--output", output), ("--class-column", labelColumns.classColumn),
      ("--targets", labelColumns.targets?.joined()), ("--id-column", labelColumns.idColumn),
      ("--task", task?.task.name), ("--init", initialWeights), ("--split", split), ("--config", config),
    ]
    return options.filter { $0.1 != nil }.map(\.0) + (overwrite ? ["--overwrite"] : [])
  }

  /// The options that a new run needs and that are not given.
  var missing: [String] {
    [("--network", network ?? config), ("--images", images), ("--output", output)].filter { $0.1 == nil }.map(\.0)
  }
}
