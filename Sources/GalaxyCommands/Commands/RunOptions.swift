// The options of galaxy train that say where a run is and how long it goes on.
internal import ArgumentParser
internal import ImageDatasets

/// Where a run is, and how long it goes on.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Folder for the run's files.", valueName: "run"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "Go on with a run where it stopped.",
      discussion: """
        Of its recipe only --epochs and --on-bad-batch can change. Where its data have moved, --images, --labels and \
        --validation-images say where they are now; names and labels have to be the same.
        """, valueName: "run"))
  var resume: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Save and stop in time, after at least one step, so that the run can be resumed: 90s, 30m (or 30), 2h.",
      discussion: """
        Where the schedule comes down with the epochs (cosine, one-cycle, step), a new run measures a few steps and chooses so \
        many epochs that it has come down in that time, no more than --epochs where that is given. A run that is stopped \
        before keeps its epochs, and what is left of the time.
        """, valueName: "time"), transform: TimeSpan.init)
  var timeLimit: TimeSpan?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Save within long epochs, too, as often as this (default: 5m).", valueName: "time"),
    transform: TimeSpan.init)
  var checkpointEvery: TimeSpan?
  @Option(
    help: ArgumentHelp(
      "Images that cannot be read: skip (left out, the default) or fail (no training without them); all are named.",
      valueName: "policy"))
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

  /// The given options that a run keeps when it is resumed.
  var fixedByRun: [String] {
    [("--output", output != nil), ("--overwrite", overwrite), ("--plan", plan), ("--on-bad-image", onBadImage != nil)]
      .filter(\.1).map(\.0)
  }
}
