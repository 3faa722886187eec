// galaxy predict: a submission.
internal import ArgumentParser
internal import Experiments
internal import GalaxyZoo

struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a trained network's predictions as a Kaggle submission.",
    discussion: """
      Rows ascend by GalaxyID, or follow the template, whose galaxies must be exactly those of the images.

      Example: galaxy predict --checkpoint run --images images_test_rev1 --output submission.csv
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(help: ArgumentHelp("Folder of JPEG images named by GalaxyID.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("Submission to write.", valueName: "csv"))
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
    let fractions = prediction.count * DecisionTree.columnCount
    Console.note(
      "\(prediction.count) galaxies in \(output); \(prediction.clippedCount) of \(fractions) fractions were clipped to 0...1"
    )
  }
}
