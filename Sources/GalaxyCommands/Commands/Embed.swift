// galaxy embed: what a network's layers make of images.
internal import ArgumentParser
internal import Experiments
internal import NeuralNetwork
internal import Tensors

struct Embed: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the features that a trained network finds in images, or show the nearest and the oddest images.",
    discussion: """
      The file of --output holds the tensor features, a row an image, and in its metadata the layer and, as a JSON list, \
      the identifiers of the rows. galaxy networks NAME lists the layers.

      The page of --sheet shows pictures: the nearest neighbours of every image of --neighbours-of, by the Euclidean \
      distance of standardised features, and the oddest images, those of the largest mean distance to their five nearest \
      neighbours.

      Example: galaxy embed --checkpoint run --images survey/images --sheet sheet.html --neighbours-of 100001,100007
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(
    help: ArgumentHelp("Folder of images, one image, or a cache made by preprocess.", valueName: "dir"),
    completion: .file())
  var images: String
  @Option(help: ArgumentHelp("Safetensors file to write.", valueName: "file"), completion: .file())
  var output: String?
  @Option(
    help: ArgumentHelp("Page of the nearest and the oddest images to write.", valueName: "html"), completion: .file())
  var sheet: String?
  @Option(
    help: ArgumentHelp(
      "Images whose nearest neighbours the page shows, separated by commas.", valueName: "names"),
    transform: { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) })
  var neighboursOf: [String]?
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(help: "Layer whose output is written (default: the last one ahead of the head).")
  var layer: String?
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(output != nil || sheet != nil, "expected --output or --sheet, found neither")
    if let output { try requireFile("--output", output) }
    if let sheet { try requireFile("--sheet", sheet) }
    guard let neighboursOf else { return }
    try require(sheet != nil, "--neighbours-of is for the page of --sheet, which is missing")
    try require(
      !neighboursOf.contains(""),
      "--neighbours-of: expected names separated by commas, found \(neighboursOf.joined(separator: ","))")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    for file in [output, sheet].compactMap({ $0 }) { try overwriteOptions.check(file) }
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint, networks: networks)
    let features = try trained.features(of: images, layer: layer, progress: ProgressBar().update)
    Console.note(leftOut: features.failures)
    if let output {
      try features.contents().write(to: output)
      let row = features.values.shape.dimensions.dropFirst().map(String.init).joined(separator: "x")
      Console.note(
        "\(features.identifiers.count) images, \(row) features each of layer \(features.layer), in \(output)")
    }
    if let sheet {
      try FeatureSheet(
        of: features, neighboursOf: neighboursOf ?? [], subject: checkpointOptions.checkpoint,
        progress: ProgressBar().update
      ).write(to: sheet)
      Console.note("the nearest and the oddest of \(features.identifiers.count) images are in \(sheet)")
    }
  }
}
