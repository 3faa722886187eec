// galaxy train: from labelled images to a trained network.
internal import ArgumentParser
internal import Experiments
internal import ImageDatasets
internal import Training

struct Train: NetworkCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network by its author's recipe.",
    discussion: """
      What the network learns follows from the labels: the 37 vote fractions of --labels; with --targets, columns of \
      numbers; with --tree, counts of votes on the questions of any decision tree; with --class-column, classes. Without \
      --labels, the sub-folders of --images are the classes; folders named train and val are the split.

      Settings that are not given are those of the network's author. The output folder then holds config.yaml, \
      history.csv, best.safetensors (lowest validation loss), last.safetensors, log.txt and report.html, which is renewed \
      after every epoch.

      Ctrl-C, SIGTERM and SIGUSR1 end the run after the step at hand. The run is saved; --resume goes on with the next step \
      and ends with the same bytes. The exit status is then 75, "start again"; a second Ctrl-C leaves at once.

      Example: galaxy train --network hildebrandt --images survey/images --labels survey/solutions.csv --output run
      """)

  @OptionGroup(title: "Run") var source: SourceOptions
  @OptionGroup(title: "Run") var options: RunOptions
  @OptionGroup(title: "Recipe") var changes: RecipeOptions
  @OptionGroup var jsonOptions: JSONOptions
  @OptionGroup var memoryOptions: MemoryOptions
  @OptionGroup var threadOptions: ThreadOptions

  func validate() throws {
    try require(options.plan || !jsonOptions.json, "--json prints the result of --plan, which is missing")
    if options.resume != nil {
      let fixed = source.fixedByRun + options.fixedByRun + changes.fixedByRun
      return try require(
        fixed.isEmpty, "--resume goes on with the run's own settings; remove \(fixed.joined(separator: ", "))")
    }
    let missing = source.missing + (options.output == nil && !options.plan ? ["--output"] : [])
    try require(missing.isEmpty, "missing \(missing.joined(separator: ", "))")
  }

  func run(networks: NetworkRegistry) throws {
    let deadline = options.timeLimit.map { ContinuousClock.now + $0.duration }
    threadOptions.apply()
    let listener = TrainingListener()
    if options.plan { return try printPlan(networks: networks, deadline, listener) }
    try Interruption.stoppingTraining(before: "stopped before the first step; the same command starts again") {
      began, isToStop in
      var run = try begin(networks: networks, deadline, listener)
      listener.printStart(of: run)
      began()
      let end: TrainingEnd
      do {
        end = try run.finish(
          by: deadline ?? run.secondsLeft.map { .now + .seconds($0) },
          checkpointInterval: options.checkpointEvery?.duration ?? .seconds(300), writesEvents: options.tensorboard,
          onEvent: listener.handle, stoppingWhen: isToStop)
      } catch {
        listener.printFailure(of: run, error)
        throw error
      }
      listener.printEnd(of: run, end)
      if end == .stopped { throw Interruption.startAgain }
    }
  }

  private func timeLimit(_ deadline: ContinuousClock.Instant?) -> TimeLimit? {
    deadline.map {
      TimeLimit(
        deadline: $0, largestEpochs: changes.epochs, keepsImages: changes.nameImages || source.config != nil)
    }
  }

  private func printPlan(
    networks: NetworkRegistry, _ deadline: ContinuousClock.Instant?, _ listener: TrainingListener
  ) throws {
    let forecast = try RunForecast(
      of: try source.configuration(changes: changes, networks: networks), networks: networks,
      timeLimit: timeLimit(deadline), memory: memoryOptions.images, onEvent: listener.handle)
    if jsonOptions.json { return try Console.print(json: forecast) }
    for line in forecast.lines() { try Console.print(line) }
  }

  /// Makes the run or takes it up.
  private func begin(
    networks: NetworkRegistry, _ deadline: ContinuousClock.Instant?, _ listener: TrainingListener
  ) throws -> TrainingRun {
    guard let resume = options.resume else {
      return try TrainingRun(
        try source.configuration(changes: changes, networks: networks), networks: networks,
        in: RunFolder(path: options.output ?? ""), overwriting: options.overwrite,
        timeLimit: timeLimit(deadline), badImages: options.onBadImage ?? .skip, memory: memoryOptions.images,
        onEvent: listener.handle)
    }
    return try TrainingRun(
      resuming: RunFolder(path: resume), networks: networks, epochs: changes.epochs, onBadBatch: changes.onBadBatch,
      locations: source.locations, memory: memoryOptions.images, onEvent: listener.handle)
  }
}
