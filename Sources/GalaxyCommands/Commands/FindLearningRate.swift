// galaxy find-learning-rate: how fast a network can learn, before it is trained.
internal import ArgumentParser
internal import DataFiles
internal import Experiments
internal import Foundation
internal import Reports
internal import Training

struct FindLearningRate: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "find-learning-rate",
    abstract: "Suggest a learning rate, by a short training in which it rises from step to step.",
    discussion: """
      Data and recipe are given as for train. The suggestion is a tenth of the rate at which the smoothed loss was lowest. \
      Nothing is kept of the training, and no file is written but the page of --output, which shows the losses as a curve.

      Example: galaxy find-learning-rate --network hildebrandt --images survey/images --labels survey/solutions.csv \
      --output rates.html
      """)

  @OptionGroup(title: "Run") var source: SourceOptions
  @Option(help: ArgumentHelp("Page with the curve of losses.", valueName: "html"), completion: .file())
  var output: String?
  @Option(parsing: .unconditional, help: "Learning rate of the first step.")
  var from = 1e-7
  @Option(parsing: .unconditional, help: "Learning rate of the last step.")
  var to = 1.0
  @Option(parsing: .unconditional, help: "Number of steps, unless the loss rises much before.")
  var steps = 100
  @OptionGroup(title: "Recipe") var changes: RecipeOptions
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var memoryOptions: MemoryOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(source.missing.isEmpty, "missing \(source.missing.joined(separator: ", "))")
    try require(
      from > 0 && to > from && to.isFinite, "--from and --to must be positive and ascending, found \(from) and \(to)")
    try require((20...100_000).contains(steps), "--steps must be from 20 to 100000, found \(steps)")
  }

  /// What `--json` prints.
  private struct Result: Encodable {
    let suggestion: Double?
    let points: [LearningRateTest.Point]
  }

  func run(networks: NetworkRegistry) throws {
    threadOptions.apply()
    let configuration = try source.configuration(changes: changes, networks: networks)
    let listener = TrainingListener()
    let test = try LearningRateTest(
      of: configuration, networks: networks, rates: from...to, steps: steps, memory: memoryOptions.images,
      onEvent: listener.handle)
    if let output {
      try AtomicFile.write(test.page(of: configuration.recipe).html(), to: output)
      Console.note("page: \(output)")
    }
    if jsonOptions.json {
      return try Console.print(json: Result(suggestion: test.suggestion, points: test.points))
    }
    guard let suggestion = test.suggestion else {
      return Console.note(
        "no suggestion: the loss did not fall in \(test.points.count) steps; try others (--from, --to)")
    }
    try Console.print(String(format: "%.1e", suggestion))
  }
}
