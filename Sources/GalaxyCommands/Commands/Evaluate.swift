// galaxy evaluate: how good a trained network is.
public import ArgumentParser
public import Experiments

struct Evaluate: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score a trained network on labelled images.",
    discussion: """
      Prints the RMSE in all, per question and per answer; for a classifier the accuracy, how often the class is among the \
      first five, and which classes it takes for which; for columns of numbers the error of each. The labels are of the \
      kind that the network was trained on.

      Example: galaxy evaluate --checkpoint run --images survey/images --labels survey/solutions.csv \
      --subset validation
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(help: "Images to score: all, or those of the run's split.")
  var subset: Subset = .all
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint, networks: networks)
    let evaluation = try trained.evaluate(
      on: labelColumns.dataSet(images: images), subset: subset, progress: ProgressBar().update)
    for line in evaluation.notes { Console.note(line) }
    Console.note(leftOut: evaluation.failures)
    if jsonOptions.json {
      try Console.print(json: evaluation.scores)
    } else {
      for line in evaluation.scores.lines() { try Console.print(line) }
    }
  }
}

extension Subset: ExpressibleByArgument {}
