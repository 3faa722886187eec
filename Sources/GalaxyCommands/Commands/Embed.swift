// galaxy embed: what a network's layers make of images.
internal import ArgumentParser
internal import Experiments
internal import NeuralNetwork
internal import Tensors

struct Embed: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the features that a trained network finds in images, as safetensors.",
    discussion: """
      The file holds the tensor features, a row an image, and in its metadata the layer and, as a JSON list, the \
      identifiers of the rows. galaxy networks NAME lists the layers.

      Example: galaxy embed --checkpoint run --images survey/images --output features.safetensors
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(help: ArgumentHelp("Folder of images, or a cache made by preprocess.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("File to write.", valueName: "file"))
  var output: String
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(help: "Layer whose output is written (default: the last one ahead of the head).")
  var layer: String?
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws { try requireFile("--output", output) }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    try overwriteOptions.check(output)
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint, networks: networks)
    let features = try trained.features(of: images, layer: layer, progress: ProgressBar().update)
    try features.contents().write(to: output)
    Console.note(leftOut: features.failures)
    let row = features.values.shape.dimensions.dropFirst().map(String.init).joined(separator: "x")
    Console.note("\(features.identifiers.count) images, \(row) features each of layer \(features.layer), in \(output)")
  }
}
