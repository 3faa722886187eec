// Options that several commands share.
public import ArgumentParser
internal import Experiments
public import ImageModels
internal import Tensors

struct ThreadOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "Threads to use (default: all processors). Results do not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads { try require((1...256).contains(threads), "--threads must be from 1 to 256, found \(threads)") }
  }

  func apply() {
    if let threads { Parallel.setThreadCount(threads) }
    Parallel.pinThreads()
  }
}

struct JSONOptions: ParsableArguments {
  @Flag(help: "Print the result as JSON.")
  var json = false
}

struct NetworkOptionGroup: ParsableArguments {
  @Option(parsing: .unconditional, help: "Number of outputs.")
  var outputs = 37
  @Option(parsing: .unconditional, help: "Factor on the number of channels, for networks of several widths.")
  var widthMultiplier = 1.0
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Size of the input image, N or WxH, for networks that take several.", valueName: "size"))
  var resolution: ImageSize?

  func validate() throws {
    try require((1...100_000).contains(outputs), "--outputs must be from 1 to 100000, found \(outputs)")
  }

  var options: NetworkOptions {
    NetworkOptions(outputs: outputs, widthMultiplier: widthMultiplier, imageSize: resolution)
  }
}

struct GalaxyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder of images named by GalaxyID.", valueName: "dir"), completion: .file())
  var images: String
  @Option(help: ArgumentHelp("The 37 vote fractions of each galaxy.", valueName: "csv"), completion: .file())
  var labels: String
}

/// Where labels are, and which of their columns means what.
struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("CSV file of labels: the 37 vote fractions, vote counts, classes or numbers.", valueName: "csv"),
    completion: .file())
  var labels: String?
  @Option(help: ArgumentHelp("Column of the labels that holds classes.", valueName: "column"))
  var classColumn: String?
  @Option(
    help: ArgumentHelp(
      "Columns of numbers to learn, separated by commas; missing values do not count.", valueName: "columns"),
    transform: { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) })
  var targets: [String]?
  @Option(
    help: ArgumentHelp(
      "YAML file of a decision tree, whose answers are counted in the columns of the labels.", valueName: "yaml"),
    completion: .file())
  var tree: String?
  @Option(
    help: ArgumentHelp(
      "Column of the labels that holds the images' names or paths (default: GalaxyID, or the first).",
      valueName: "column"))
  var idColumn: String?

  func validate() throws {
    for (option, isGiven) in [
      ("--class-column", classColumn != nil), ("--targets", targets != nil), ("--tree", tree != nil),
      ("--id-column", idColumn != nil),
    ] {
      try require(!isGiven || labels != nil, "\(option) names a column of --labels, which is missing")
    }
    let tasks = [("--class-column", classColumn != nil), ("--targets", targets != nil), ("--tree", tree != nil)]
    let given = tasks.filter(\.1).map(\.0)
    try require(given.count < 2, "\(given.joined(separator: " and ")) are for different tasks")
    if let targets {
      try require(
        !targets.contains("") && Set(targets).count == targets.count,
        "--targets: expected different columns separated by commas, found \(targets.joined(separator: ","))")
    }
  }

  func dataSet(images: String) -> DataSet {
    DataSet(
      images: images, labels: labels, idColumn: idColumn, classColumn: classColumn, targets: targets, tree: tree)
  }
}

/// Which column of the labels means what, and on what a classifier is validated.
struct LabelColumnOptions: ParsableArguments {
  @OptionGroup var labelOptions: LabelOptions
  @Option(
    help: ArgumentHelp("Images to validate on, a sub-folder for each class, instead of a fraction.", valueName: "dir"),
    completion: .file())
  var validationImages: String?

  var labels: String? { labelOptions.labels }
  var classColumn: String? { labelOptions.classColumn }
  var targets: [String]? { labelOptions.targets }
  var tree: String? { labelOptions.tree }
  var idColumn: String? { labelOptions.idColumn }

  func dataSet(images: String) -> DataSet {
    var data = labelOptions.dataSet(images: images)
    data.validationImages = validationImages
    return data
  }
}

struct CheckpointOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A run's folder, which means its best network, or a checkpoint file.", valueName: "run"),
    completion: .file())
  var checkpoint: String
}

extension ImageSize: ExpressibleByArgument {
  /// Reads `64` or `64x48`.
  public init?(argument: String) { self.init(argument) }
}

/// A seed; the error says which numbers are seeds.
func seedArgument(_ text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else { throw ValidationError("expected a whole number from 0 to \(UInt64.max)") }
  return seed
}

/// Refuses a value that makes no sense.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw ValidationError(message()) }
}
