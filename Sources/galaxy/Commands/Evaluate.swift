// galaxy evaluate: how good a trained network is.
public import ArgumentParser
public import Experiments

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score a trained network on labelled images.",
    discussion: """
      Prints the RMSE in all, per question and per answer; for a classifier the accuracy, how often the class is among the \
      first five, and which classes it takes for which. Classes are the sub-folders of the images, or a column of the \
      labels.

      Example: galaxy evaluate --checkpoint run --images survey/images --labels survey/solutions.csv \
      --subset validation
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @OptionGroup var labelOptions: LabelOptions
  @Option(
    help: ArgumentHelp("The folder that the run was validated on, if it was not a share.", valueName: "dir"))
  var validationImages: String?
  @Option(help: "Images to score: all, or those of the run's split.")
  var subset: Subset = .all
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint)
    let list = try LabelledImages(
      images: labelOptions.images, labels: labelOptions.labels, classColumn: labelOptions.classColumn,
      validationImages: validationImages, task: trained.recipe.task)
    let evaluation = try Evaluation(of: trained, on: list, subset: subset, progress: ProgressBar().update)
    Console.note(leftOut: evaluation.failures)
    if jsonOptions.json {
      try Console.print(json: evaluation.scores)
      return
    }
    switch evaluation.scores {
    case .fractions(let scores): try ScorePrinter.print([("RMSE", scores)], withAnswers: true)
    case .classes(let scores): try ScorePrinter.print(scores, titles: trained.outputs.titles)
    }
  }
}

extension Subset: ExpressibleByArgument {}
