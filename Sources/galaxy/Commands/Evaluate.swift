// galaxy evaluate: how good a trained network is.
public import ArgumentParser
public import Experiments

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score a trained network on labelled galaxies.",
    discussion: """
      Prints the RMSE in all, per question and per answer.

      Example: galaxy evaluate --checkpoint run --images survey/images --labels survey/solutions.csv \
      --subset validation
      """)

  @OptionGroup var checkpointOptions: CheckpointOptions
  @OptionGroup var galaxyOptions: GalaxyOptions
  @Option(help: "Galaxies to score: all, or those of the run's split.")
  var subset: Subset = .all
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func run() throws {
    threadOptions.apply()
    let trained = try TrainedNetwork(path: checkpointOptions.checkpoint)
    let list = try GalaxyList(images: galaxyOptions.images, labels: galaxyOptions.labels)
    let evaluation = try Evaluation(of: trained, on: list, subset: subset, progress: ProgressBar().update)
    Console.note(leftOut: evaluation.failures)
    if jsonOptions.json {
      try Console.print(json: evaluation.scores)
    } else {
      try ScorePrinter.print([("RMSE", evaluation.scores)], withAnswers: true)
    }
  }
}

extension Subset: ExpressibleByArgument {}
