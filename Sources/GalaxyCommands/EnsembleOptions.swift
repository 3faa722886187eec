// Which networks answer, and how they look at images.
public import ArgumentParser
internal import Experiments
public import ImageDatasets

/// Trained networks whose answers are averaged, over views of every image.
struct EnsembleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A run's folder, which means its best network, or a checkpoint file. Given several times: the networks' mean.",
      valueName: "run"), completion: .file())
  var checkpoint: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Views of every image whose answers are averaged: 1, 2 (mirrored), 4 (and turned by 180°), 8 (and by 90°), 6 (plain "
        + "and turned by 45°, in three zooms: all that differ for galaxy), or an even number from 16: rotations, mirrored and "
        + "not and, where 6 divides it, in three zooms; each costs as much time as the first (default: the first network's "
        + "recipe's).",
      valueName: "count"))
  var views: Int?

  func validate() throws {
    guard let views else { return }
    try require(TestTimeView.list(views) != nil, "--views must be \(TestTimeView.lengths), found \(views)")
  }

  /// Makes sure that there is a network.
  func requireNetworks() throws { try require(!checkpoint.isEmpty, "Missing expected argument '--checkpoint <run>'") }

  /// The networks, or others that look at images from the same views.
  func ensemble(
    of others: [String]? = nil, dropoutSamples: Int = 0, seed: UInt64 = 0, networks: NetworkRegistry
  ) throws -> Ensemble {
    try Ensemble(
      paths: others ?? checkpoint, views: views.flatMap(TestTimeView.list), dropoutSamples: dropoutSamples, seed: seed,
      networks: networks)
  }
}

/// What is done about images that cannot be read.
struct BadImageOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Images that cannot be read: fail before anything is computed, skip them, or let the mean of the training labels "
        + "stand in.", valueName: "policy"))
  var onBadImage: BadImagePolicy?
}

extension BadImagePolicy: ExpressibleByArgument {}
