// The options of galaxy train that say where a run is and how long it goes on.
internal import ArgumentParser
internal import ImageDatasets

/// Where a run is, and how long it goes on.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder for the run's files.", valueName: "run"), completion: .file())
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Go on with a run where it stopped.",
      discussion: """
        Of its settings, only --epochs and --on-bad-batch can change. If its data have moved, --images, --labels and \
        --validation-images say where they are now; names and labels must be the same.
        """, valueName: "run"), completion: .file())
  var resume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop within this time, saved, after at least one step: 90s, 30m (or 30), 2h.",
      discussion: """
        If the schedule comes down with the epochs (cosine, one-cycle, step), a new run measures a few steps and chooses as \
        many epochs as fit into the time, at most --epochs if that is given. Where these are many, galaxy takes larger \
        images, unless --crop, --size or --config names them or --memory is given. A run that is stopped earlier keeps its \
        epochs and what is left of its time.
        """, valueName: "time"), transform: TimeSpan.init)
  var timeLimit: TimeSpan?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Save this often within long epochs (default: 5m).", valueName: "time"),
    transform: TimeSpan.init)
  var checkpointEvery: TimeSpan?
  @Option(
    help: ArgumentHelp(
      "Images that cannot be read: skip (left out, the default) or fail (no training without them); all are named.",
      valueName: "policy"), transform: RunOptions.policy)
  var onBadImage: BadImagePolicy?
  @Flag(
    help:
      "Only say how long the run will take, how much memory and how many operations: measures a few steps, writes nothing."
  )
  var plan = false
  @Flag(help: "Write the measurements of every epoch for TensorBoard, too, into the run's folder.")
  var tensorboard = false
  @Flag(help: "Replace a run that is in the output folder already.")
  var overwrite = false

  /// A policy for images to train on.
  private static func policy(_ name: String) throws -> BadImagePolicy {
    switch BadImagePolicy(rawValue: name) {
    case .mean:
      throw ValidationError(
        "mean is for evaluate and predict: an image of means would teach the network nothing; expected fail or skip")
    case nil: throw ValidationError("expected fail or skip")
    case let policy?: return policy
    }
  }

  /// The given options that a run keeps when it is resumed.
  var fixedByRun: [String] {
    [("--output", output != nil), ("--overwrite", overwrite), ("--plan", plan), ("--on-bad-image", onBadImage != nil)]
      .filter(\.1).map(\.0)
  }
}
