// Options that several commands share.
internal import ArgumentParser
internal import ImageModels
internal import Tensors

struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use; all processors unless given. Results do not depend on it.")
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
  @Option(help: "Number of outputs.")
  var outputs = 37
  @Option(help: "Factor on the channels, for networks of several widths.")
  var widthMultiplier = 1.0
  @Option(help: "Side of the square input image, for networks that take several.")
  var resolution: Int?

  func validate() throws {
    try require((1...100_000).contains(outputs), "--outputs must be from 1 to 100000, found \(outputs)")
  }

  var options: NetworkOptions {
    NetworkOptions(outputs: outputs, widthMultiplier: widthMultiplier, resolution: resolution)
  }
}

struct GalaxyOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder of JPEG images named by GalaxyID.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("The 37 vote fractions of each galaxy.", valueName: "csv"))
  var labels: String
}

struct LabelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of JPEG images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("The 37 vote fractions of each galaxy, or a column of classes.", valueName: "csv"))
  var labels: String?
  @Option(help: ArgumentHelp("Column of the labels that holds the classes.", valueName: "name"))
  var classColumn: String?

  func validate() throws {
    try require(classColumn == nil || labels != nil, "--class-column names a column of --labels, which is missing")
  }
}

struct CheckpointOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A run's folder, which means its best network, or a checkpoint file.", valueName: "run"))
  var checkpoint: String
}

/// Refuses a value that makes no sense.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw ValidationError(message()) }
}
