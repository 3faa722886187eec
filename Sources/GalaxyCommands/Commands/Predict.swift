// galaxy predict: a submission, classes, or columns of numbers.
internal import ArgumentParser
internal import DataFiles
internal import Experiments
internal import ImageDatasets

struct Predict: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write trained networks' predictions as CSV: a Kaggle submission, classes, or columns of numbers.",
    discussion: """
      A submission's rows ascend by GalaxyID, or follow the template, whose galaxies must be exactly those of the images. \
      A classifier's rows hold the file's name, the class and the probability of every class; those of a regression of \
      columns the image's name and the columns. With --catalogue, the rows are those of the catalogue, with the \
      predictions behind their columns.

      A prediction that is interrupted leaves CSV.partial, from which the same command with --resume goes on; the \
      finished file has the same bytes.

      Example: galaxy predict --checkpoint run --images images_test_rev1 --views 8 --output submission.csv
      """)

  @OptionGroup var ensembleOptions: EnsembleOptions
  @Option(
    help: ArgumentHelp(
      "Folder of images, for a submission named by GalaxyID, one image, or a cache made by preprocess.",
      valueName: "dir"), completion: .file())
  var images: String
  @Option(help: ArgumentHelp("File to write; - is standard output.", valueName: "csv"), completion: .file())
  var output: String
  @OptionGroup var overwriteOptions: OverwriteOptions
  @Flag(help: "Go on with a prediction that was interrupted, where there is one.")
  var resume = false
  @Option(
    help: ArgumentHelp("A submission with the galaxies and the order to keep.", valueName: "csv"), completion: .file())
  var template: String?
  @Option(
    help: ArgumentHelp("Rows to predict; their columns are kept ahead of the predictions.", valueName: "csv"),
    completion: .file())
  var catalogue: String?
  @Option(
    help: ArgumentHelp(
      "Column of the catalogue that holds the images' names or paths (default: GalaxyID, or the first).",
      valueName: "column"))
  var idColumn: String?
  @OptionGroup var badImageOptions: BadImageOptions
  @Flag(
    help: "Write beside every answer its standard deviation over views, networks and samples, as column NAME_spread.")
  var spread = false
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Answers of every network with other units dropped out, averaged (Monte Carlo dropout; default: none dropped).",
      valueName: "count"))
  var dropoutSamples = 0
  @Option(parsing: .unconditional, help: "Seed of the dropout (default: 0).", transform: seedArgument)
  var seed: UInt64 = 0
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try ensembleOptions.requireNetworks()
    try require(
      (0...10_000).contains(dropoutSamples), "--dropout-samples must be from 0 to 10000, found \(dropoutSamples)")
    try require(template == nil || catalogue == nil, "--template and --catalogue both say which rows there are")
    try require(idColumn == nil || catalogue != nil, "--id-column names a column of --catalogue, which is missing")
    try require(!resume || output != "-", "--resume: what was written to standard output is not there to go on with")
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let table = try overwriteOptions.table(output)
    try checkPartial()
    let ensemble = try ensembleOptions.ensemble(dropoutSamples: dropoutSamples, seed: seed, networks: networks)
    try require(
      !spread || ensemble.answersPerImage > 1,
      "--spread needs several answers: --views, --checkpoint twice or --dropout-samples")
    let options = PredictionOptions(
      template: template, catalogue: catalogue, idColumn: idColumn, badImages: badImageOptions.onBadImage,
      includesSpread: spread, resumes: resume)
    let prediction: PredictionSummary
    do {
      prediction = try ensemble.predict(images: images, to: table, options, progress: ProgressBar().update)
    } catch let error as BadImagesError where error.failures.count > 1 {
      Console.note(failures: error.failures, "cannot be read")
      throw error
    }
    PredictionNotes(prediction, ensemble, output: output).print()
  }

  /// Makes sure that what an interrupted prediction left is not lost.
  private func checkPartial() throws {
    let partial = ResumableFile.partial(of: output)
    guard !resume, !overwriteOptions.overwrite, output != "-", FileKind(path: partial) == .file else { return }
    throw FileError(
      path: partial, problem: "an interrupted prediction left it; --resume goes on with it, --overwrite begins anew")
  }
}
