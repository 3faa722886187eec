// galaxy evaluate: how good trained networks, or predictions, are.
public import ArgumentParser
public import Experiments
internal import ImageDatasets

struct Evaluate: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score trained networks on labelled images, or a file of predictions on labels.",
    discussion: """
      Prints the RMSE in all, per question and per answer with 95 % intervals (bootstrap over galaxies), the published \
      scores nearby, calibration, and the galaxies of the largest and smallest errors; for a classifier the accuracy, how \
      often the class is among the first five, and which classes it takes for which; for columns of numbers the error of \
      each. The labels are of the kind that the network was trained on. --predictions scores a table, such as a submission, \
      without a network.

      Example: galaxy evaluate --checkpoint run --images survey/images --labels survey/solutions.csv \
      --subset validation --errors errors.csv
      """)

  @OptionGroup var ensembleOptions: EnsembleOptions
  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, or a cache made by preprocess.", valueName: "dir"))
  var images: String?
  @Option(help: ArgumentHelp("Score this table of predictions instead of a network.", valueName: "csv"))
  var predictions: String?
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(help: "Images to score: all, or those of the run's split.")
  var subset: Subset = .all
  @OptionGroup var badImageOptions: BadImageOptions
  @Option(help: ArgumentHelp("Write the errors of every image to this table.", valueName: "csv"))
  var errors: String?
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(parsing: .unconditional, help: "Seed of the bootstrap (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    if let errors { try requireFile("--errors", errors) }
    guard predictions != nil else {
      try ensembleOptions.requireNetworks()
      return try require(images != nil, "Missing expected argument '--images <dir>'")
    }
    for (option, isGiven) in [
      ("--checkpoint", !ensembleOptions.checkpoint.isEmpty), ("--images", images != nil), ("--subset", subset != .all),
      ("--views", ensembleOptions.views > 1), ("--on-bad-image", badImageOptions.onBadImage != nil),
      ("--validation-images", labelColumns.validationImages != nil),
    ] {
      try require(!isGiven, "--predictions needs neither networks nor images; remove \(option)")
    }
    try require(labelColumns.labels != nil, "--predictions needs --labels")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    if let errors { try overwriteOptions.check(errors) }
    let bootstrap = Bootstrap(seed: seed)
    let (answers, ensemble): (LabelledAnswers, Ensemble?)
    if let predictions {
      let report: PairReport
      (answers, report) = try LabelledAnswers.reading(
        predictions: predictions, labels: labelColumns.dataSet(images: ""))
      ensemble = nil
      Console.note("\(report)")
    } else {
      let networks = try ensembleOptions.ensemble(networks: networks)
      answers = try evaluate(networks).answers
      ensemble = networks
    }
    let analysis = answers.analysis(loss: ensemble?.members[0].recipe.loss ?? .crossEntropy, bootstrap: bootstrap)
    if let errors { try answers.writeErrors(to: errors) }
    if jsonOptions.json {
      try Console.print(
        json: Result(analysis: analysis, checkpoints: ensembleOptions.checkpoint, views: ensemble?.views ?? []))
    } else {
      for line in analysis.lines() { try Console.print(line) }
    }
  }

  /// An analysis with what answered.
  private struct Result: Encodable {
    let analysis: any TaskAnalysis
    let checkpoints: [String]
    let views: [TestTimeView]

    private enum Key: CodingKey { case checkpoints, views }

    func encode(to encoder: any Encoder) throws {
      try analysis.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      if checkpoints.isEmpty { return }
      try container.encode(checkpoints, forKey: .checkpoints)
      try container.encode(views, forKey: .views)
    }
  }

  private func evaluate(_ ensemble: Ensemble) throws -> Evaluation {
    let evaluation: Evaluation
    do {
      evaluation = try ensemble.evaluate(
        on: labelColumns.dataSet(images: images ?? ""), subset: subset, badImages: badImageOptions.onBadImage ?? .skip,
        progress: ProgressBar().update)
    } catch let error as BadImagesError where error.failures.count > 1 {
      Console.note(failures: error.failures, "cannot be read")
      throw error
    }
    for line in evaluation.notes { Console.note(line) }
    Console.note(failures: evaluation.failures, evaluation.isFilled ? "scored by means" : "left out")
    if ensemble.answersPerImage > 1 { Console.note(ensemble.words) }
    return evaluation
  }
}

extension Subset: ExpressibleByArgument {}
