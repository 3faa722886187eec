// galaxy predict: a submission, or classes.
internal import ArgumentParser
internal import Experiments
internal import GalaxyZoo

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a trained network's predictions as CSV: a Kaggle submission, or classes.",
    discussion: """
      A submission's rows ascend by GalaxyID, or follow the template, whose galaxies must be exactly those of the images. \
      A classifier's rows hold the file's name, the class and the probability of every class.

      Example: galaxy predict --checkpoint run --images images_test_rev1 --output submission.csv
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(help: ArgumentHelp("Folder of JPEG images, for a submission named by GalaxyID.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("File to write.", valueName: "csv"))
  var output: String
  @Option(help: ArgumentHelp("A submission with the galaxies and the order to keep.", valueName: "csv"))
  var template: String?
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint)
    let prediction = try Prediction(
      by: trained, images: images, template: try template.map { try SubmissionTemplate(path: $0) }, output: output,
      progress: ProgressBar().update)
    Console.note(leftOut: prediction.failures)
    switch trained.recipe.task {
    case .regression:
      let fractions = prediction.count * DecisionTree.columnCount
      Console.note(
        "\(prediction.count) galaxies in \(output); \(prediction.clippedCount) of \(fractions) fractions were clipped to 0...1"
      )
    case .classification:
      Console.note("\(prediction.count) images in \(output)")
    }
  }
}
