// The options that say what to train, on which data.
internal import ArgumentParser
internal import DataFiles
internal import Experiments
internal import Foundation

/// What a run is of, beside its recipe: network, data, what it begins with.
struct SourceOptions: ParsableArguments {
  @Option(
    help: "Network to train (see galaxy networks; default: galaxy, where the 37 vote fractions are learned).",
    completion: .networks)
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Folder of images, or of a sub-folder for each class; or a cache made by preprocess.", valueName: "dir"),
    completion: .file())
  var images: String?
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(
    help: ArgumentHelp(
      "regression (37 vote fractions), counts, classification or columns (default: as the labels suggest).",
      discussion: "With classification, the class of a galaxy with 37 fractions is the answer of the largest.",
      valueName: "task"),
    transform: TaskName.init)
  var task: TaskName?
  @Option(
    name: .customLong("init"),
    help: ArgumentHelp(
      "Start from the weights and pixel scale of a run, a checkpoint or converted Keras weights; outputs may differ.",
      valueName: "file"), completion: .file())
  var initialWeights: String?
  @Option(
    help: ArgumentHelp(
      "Train and validate on the images that another run or checkpoint was trained and validated on.", valueName: "run"),
    completion: .file())
  var split: String?
  @Option(
    help: ArgumentHelp(
      "Use the recipe in a YAML file, such as a run's config.yaml; options on the command line override it.",
      valueName: "file"),
    completion: .file())
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

  /// The given options that a run keeps when it is resumed; of the data, it is only told where they are now.
  var fixedByRun: [String] {
    let options = [
      ("--network", network), ("--class-column", labelColumns.classColumn),
      ("--targets", labelColumns.targets?.joined()), ("--tree", labelColumns.tree),
      ("--id-column", labelColumns.idColumn), ("--task", task?.task.name), ("--init", initialWeights),
      ("--split", split), ("--config", config),
    ]
    return options.filter { $0.1 != nil }.map(\.0)
  }

  /// The options that a new run needs and that are not given.
  var missing: [String] {
    [("--network", network ?? config ?? chosenTask?.usualNetwork), ("--images", images)].filter { $0.1 == nil }
      .map(\.0)
  }

  /// The task that is asked for or that the data suggest.
  private var chosenTask: (any LearningTask.Type)? {
    task?.task ?? LearningTasks.task(for: labelColumns.dataSet(images: images ?? ""))
  }

  /// What a new run is asked to do.
  func configuration(changes: RecipeOptions, networks: NetworkRegistry) throws -> RunConfiguration {
    // A run can be resumed from another folder, so its data are recorded by their full paths.
    var data = labelColumns.dataSet(images: Self.absolute(images ?? ""))
    data.labels = data.labels.map(Self.absolute)
    data.tree = data.tree.map(Self.absolute)
    data.validationImages = data.validationImages.map(Self.absolute)
    if let folder = data.validationImages {
      try require(
        Self.place(folder) != Self.place(data.images),
        "--validation-images are those of --images; a score on images that a network was trained on says nothing")
    }
    var recipe =
      try config.map { try Recipe(path: $0, networks: networks) }
      ?? Recipe(network: network ?? chosenTask?.usualNetwork ?? "", networks: networks)
    if let config, let network, network != recipe.network {
      throw FileError(path: config, problem: "is a recipe for \(recipe.network), not for \(network)")
    }
    if let chosenTask { recipe.setTask(chosenTask) }
    try changes.apply(to: &recipe, networks: networks)
    try changes.check(recipe, networks: networks)
    return RunConfiguration(
      data: data, split: split.map(Self.absolute), initialWeights: initialWeights.map(Self.absolute), recipe: recipe)
  }

  /// Where the data of a run that is resumed are now.
  var locations: DataLocations {
    DataLocations(
      images: images.map(Self.absolute), labels: labelColumns.labels.map(Self.absolute),
      validationImages: labelColumns.validationImages.map(Self.absolute))
  }

  /// Where a path leads, links followed.
  private static func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  private static func absolute(_ path: String) -> String { path.isEmpty ? path : URL(fileURLWithPath: path).path }
}
