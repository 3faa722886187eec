// galaxy predict: a submission, classes, or columns of numbers.
internal import ArgumentParser
internal import Experiments
internal import ImageDatasets

struct Predict: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a trained network's predictions as CSV: a Kaggle submission, classes, or columns of numbers.",
    discussion: """
      A submission's rows ascend by GalaxyID, or follow the template, whose galaxies must be exactly those of the images. \
      A classifier's rows hold the file's name, the class and the probability of every class; those of a regression of \
      columns the image's name and the columns.

      Example: galaxy predict --checkpoint run --images images_test_rev1 --output submission.csv
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(help: ArgumentHelp("Folder of images, for a submission named by GalaxyID.", valueName: "dir"))
  var images: String
  @Option(help: ArgumentHelp("File to write.", valueName: "csv"))
  var output: String
  @Option(help: ArgumentHelp("A submission with the galaxies and the order to keep.", valueName: "csv"))
  var template: String?
  @OptionGroup var threadOptions: ThreadOptions

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint, networks: networks)
    let prediction = try trained.predict(
      images: images, template: template, to: output, progress: ProgressBar().update)
    if let skipped = prediction.skipped { Console.note(skipped) }
    Console.note(leftOut: prediction.failures)
    let noun = type(of: trained.task).imageNoun
    Console.note("\(prediction.count) \(noun) in \(output)\(clipped(prediction, trained))")
  }

  private func clipped(_ prediction: PredictionSummary, _ trained: TrainedNetwork) -> String {
    guard let range = type(of: trained.task).clippedTo else { return "" }
    let answers = prediction.count * trained.outputs.names.count
    return "; \(prediction.clippedCount) of \(answers) \(range.noun) were clipped to \(range.text)"
  }
}
