// A run small enough for tests: two steps an epoch.
import Experiments
import Foundation
import TestSupport
import Training

/// A folder with synthetic galaxies and runs on them.
struct SmallRun {
  let folder: TemporaryFolder
  let images: String
  let labels: String

  init() throws {
    folder = try TemporaryFolder()
    (images, labels) = try SyntheticGalaxies.write(to: folder)
  }

  /// Ten galaxies to train on, two to validate on.
  func configuration(
    epochs: Int, _ change: (inout Recipe) -> Void = { _ in }
  ) throws -> RunConfiguration {
    var recipe = try Recipe(network: "hildebrandt")
    recipe.epochs = epochs
    recipe.batchSize = 5
    change(&recipe)
    return RunConfiguration(data: data, recipe: recipe)
  }

  /// The galaxies with their labels.
  var data: DataSet { DataSet(images: images, labels: labels) }

  func runFolder(_ name: String) -> RunFolder { RunFolder(path: folder.path(name)) }

  /// Trains into the folder called `name` and returns the files there.
  @discardableResult func train(
    _ name: String, epochs: Int, overwriting: Bool = false, _ change: (inout Recipe) -> Void = { _ in },
    onEvent: (RunEvent) -> Void = { _ in }
  ) throws -> [String: Data] {
    var run = try TrainingRun(
      try configuration(epochs: epochs, change), in: runFolder(name), overwriting: overwriting, onEvent: onEvent)
    try run.finish(onEvent: onEvent)
    return try folder.files(in: name)
  }

  /// Goes on with the run in the folder called `name` and returns the files there.
  @discardableResult func resume(_ name: String, epochs: Int? = nil) throws -> [String: Data] {
    var run = try TrainingRun(resuming: runFolder(name), epochs: epochs)
    try run.finish()
    return try folder.files(in: name)
  }

  /// The files of a run on these galaxies after one epoch, trained once.
  static let afterOneEpoch = Result { try SmallRun().train("run", epochs: 1) }

  /// Their network.
  static func networkAfterOneEpoch() throws -> TrainedNetwork {
    let run = try TemporaryFolder()
    try run.write(afterOneEpoch.get())
    return try TrainedNetwork(path: run.path)
  }
}

/// What an error tells the user.
func message(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
