// galaxy explore: a look at images and labels before anything is learned from them.
internal import ArgumentParser
internal import DataFiles
internal import Experiments

struct Explore: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what images and labels are like, as one HTML page.",
    discussion: """
      DIR/exploration.html needs nothing else and no network. Of the 37 vote fractions, or of counts of any --tree, it shows \
      the decision tree with the flow of votes, the most confident example of every answer, means, distributions, \
      correlations and the most ambiguous galaxies; of columns of numbers distributions, correlations and extremes; of classes \
      their sizes and examples; of all of them, images as the network sees them and what augmentation does to six.

      Example: galaxy explore --images survey/images --labels survey/solutions.csv --output exploration
      """)

  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"),
    completion: .file())
  var images: String
  @Option(help: ArgumentHelp("Folder to write to.", valueName: "dir"), completion: .directory)
  var output: String
  @OptionGroup var labelOptions: LabelOptions
  @Option(
    help: "The network that is to see the images; its preprocessing and augmentation are shown.", completion: .networks)
  var network = "hildebrandt"
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(parsing: .unconditional, help: "Seed of the variations (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var threadOptions: ThreadOptions

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let path = output + "/exploration.html"
    try overwriteOptions.check(path)
    var recipe = try Recipe(network: network, networks: networks)
    recipe.seed = seed
    let exploration = try Exploration(
      of: labelOptions.dataSet(images: images), as: recipe, onNote: { Console.note($0) })
    try createFolder(output)
    try exploration.write(to: path, progress: ProgressBar().update)
    Console.note("the exploration is in \(path)")
  }
}
