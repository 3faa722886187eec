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
      without a network. --output writes all of it as one page, with pictures of the images of the largest and the smallest \
      errors. --against compares with another network, image by image, and says whether the difference may be noise.

      Example: galaxy evaluate --checkpoint run --images survey/images --labels survey/solutions.csv \
      --subset validation --output evaluation.html
      """)

  @OptionGroup var ensembleOptions: EnsembleOptions
  @Option(
    help: ArgumentHelp(
      "Folder of images, of a sub-folder for each class, one image, or a cache made by preprocess.", valueName: "dir"),
    completion: .file())
  var images: String?
  @Option(
    help: ArgumentHelp("Score this table of predictions instead of a network.", valueName: "csv"), completion: .file())
  var predictions: String?
  @OptionGroup var labelColumns: LabelColumnOptions
  @Option(help: "Images to score: all, or those of the run's split.")
  var subset: Subset = .all
  @OptionGroup var badImageOptions: BadImageOptions
  @Option(
    help: ArgumentHelp(
      "Another network to compare with on the same images: a run's folder or a checkpoint file.", valueName: "run"),
    completion: .file())
  var against: String?
  @Option(
    help: ArgumentHelp(
      "Page to write; beside --predictions it has pictures where --images says of what.", valueName: "html"),
    completion: .file())
  var output: String?
  @Option(
    help: ArgumentHelp("Write the errors of every image to this table.", valueName: "csv"), completion: .file())
  var errors: String?
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Option(parsing: .unconditional, help: "Seed of the bootstrap (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    if let errors { try requireFile("--errors", errors) }
    if let output { try requireFile("--output", output) }
    guard predictions != nil else {
      try ensembleOptions.requireNetworks()
      return try require(images != nil, "Missing expected argument '--images <dir>'")
    }
    for (option, isGiven) in [
      ("--checkpoint", !ensembleOptions.checkpoint.isEmpty), ("--images", images != nil && output == nil),
      ("--subset", subset != .all),
      ("--views", ensembleOptions.views != nil), ("--on-bad-image", badImageOptions.onBadImage != nil),
      ("--validation-images", labelColumns.validationImages != nil), ("--against", against != nil),
    ] {
      try require(!isGiven, "--predictions needs neither networks nor images; remove \(option)")
    }
    try require(labelColumns.labels != nil, "--predictions needs --labels")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    for file in [errors, output].compactMap({ $0 }) { try overwriteOptions.check(file) }
    let bootstrap = Bootstrap(seed: seed)
    let (answers, source, ensemble): (LabelledAnswers, ImageSource?, Ensemble?)
    var differences: ScoreDifferences?
    if let predictions {
      let report: PairReport
      (answers, report) = try LabelledAnswers.reading(
        predictions: predictions, labels: labelColumns.dataSet(images: ""))
      source = try images.map { try ImageSource(path: $0, allowingClassFolders: true) }
      ensemble = nil
      Console.note("\(report)")
    } else {
      let own = try ensembleOptions.ensemble(networks: networks)
      let other = try against.map { try ensembleOptions.ensemble(of: [$0], networks: networks) }
      try other?.checkSplit(with: own, subset: subset)
      let evaluation = try evaluate(own)
      (answers, source, ensemble) = (evaluation.answers, evaluation.source, own)
      if let other, let against {
        differences = try ScoreDifferences(
          answers, against: evaluate(other, isQuiet: true).answers, named: against, bootstrap: bootstrap)
      }
    }
    let analysis = answers.analysis(loss: ensemble?.members[0].recipe.loss ?? .crossEntropy, bootstrap: bootstrap)
    if let errors { try answers.writeErrors(to: errors) }
    if jsonOptions.json {
      try Console.print(
        json: Result(
          analysis: analysis, checkpoints: ensembleOptions.checkpoint, views: ensemble?.views ?? [],
          against: differences))
    } else {
      let compared = differences.map { [""] + $0.lines() } ?? []
      for line in analysis.lines() + compared { try Console.print(line) }
    }
    guard let output else { return }
    let subject = predictions ?? ensembleOptions.checkpoint.joined(separator: ", ")
    let words = (ensemble?.answersPerImage ?? 1) > 1 ? ensemble.map { "Every answer is the \($0.words)." } : nil
    try EvaluationPage(
      answers, analysis: analysis, of: subject, lede: words ?? "", comparison: differences, images: source
    ).write(to: output)
    Console.note("the evaluation is in \(output)")
  }

  /// An analysis with what answered.
  private struct Result: Encodable {
    let analysis: any TaskAnalysis
    let checkpoints: [String]
    let views: [TestTimeView]
    let against: ScoreDifferences?

    private enum Key: CodingKey { case checkpoints, views, against }

    func encode(to encoder: any Encoder) throws {
      try analysis.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      if checkpoints.isEmpty { return }
      try container.encode(checkpoints, forKey: .checkpoints)
      try container.encode(views, forKey: .views)
      try container.encodeIfPresent(against, forKey: .against)
    }
  }

  /// - Parameter isQuiet: whether what there is to be told of images and labels has been told already.
  private func evaluate(_ ensemble: Ensemble, isQuiet: Bool = false) throws -> Evaluation {
    let evaluation: Evaluation
    do {
      evaluation = try ensemble.evaluate(
        on: labelColumns.dataSet(images: images ?? ""), subset: subset, badImages: badImageOptions.onBadImage ?? .skip,
        progress: ProgressBar().update)
    } catch let error as BadImagesError where error.failures.count > 1 {
      Console.note(failures: error.failures, "cannot be read")
      throw error
    }
    if isQuiet { return evaluation }
    for line in evaluation.notes { Console.note(line) }
    Console.note(failures: evaluation.failures, evaluation.isFilled ? "scored by means" : "left out")
    if ensemble.answersPerImage > 1 { Console.note(ensemble.words) }
    return evaluation
  }
}

extension Subset: ExpressibleByArgument {}
