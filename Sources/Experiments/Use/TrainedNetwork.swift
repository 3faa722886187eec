// A network with everything needed to use it, as a checkpoint file.
internal import DataFiles
internal import Foundation
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
internal import Tensors
internal import Training

/// A network, the recipe that made it, what it learned, the split it was trained with and how good it was.
///
/// ```swift
/// let network = try TrainedNetwork(path: folder + "/run")
/// let expected = try requests.map { try network.predict(encoded: [$0])[0] }
/// ```
public struct TrainedNetwork: Sendable {
  /// The network with its parameters.
  public var network: any ImageNetwork
  /// What made it, preprocessing included.
  public internal(set) var recipe: Recipe
  /// What it learned.
  public internal(set) var task: any LearningTask
  /// Identifiers of the images it was trained on.
  public let trainingIdentifiers: [String]
  /// Identifiers of the images it was validated on.
  public let validationIdentifiers: [String]
  /// Epochs of training behind it.
  public internal(set) var epoch: Int
  /// Mean loss over the validation images; nil before the first epoch.
  public internal(set) var validationLoss: Double?

  /// What its outputs stand for.
  public var outputs: LabelNames { task.outputs }

  init(
    network: any ImageNetwork, recipe: Recipe, task: any LearningTask, trainingIdentifiers: [String],
    validationIdentifiers: [String], epoch: Int = 0, validationLoss: Double? = nil
  ) {
    self.network = network
    self.recipe = recipe
    self.task = task
    self.trainingIdentifiers = trainingIdentifiers
    self.validationIdentifiers = validationIdentifiers
    self.epoch = epoch
    self.validationLoss = validationLoss
  }

  /// Reads a checkpoint; a folder means the `best.safetensors` in it.
  ///
  /// - Parameters:
  ///   - path: the checkpoint, or the folder of a run.
  ///   - networks: the networks that it may be one of.
  /// - Throws: `FileError` that names the file and what does not fit.
  public init(path: String, networks: NetworkRegistry = .standard) throws {
    let path = RunFolder.checkpoint(path)
    try self.init(contents: try SafeTensors(path: path), path: path, networks: networks)
  }

  /// Takes the contents of a checkpoint; `path` names them in errors.
  public init(contents: SafeTensors, path: String, networks: NetworkRegistry = .standard) throws {
    do {
      try Self.checkFormat(contents)
      recipe = try Recipe(storedIn: contents, networks: networks)
      trainingIdentifiers = try contents.requiredMetadataValue("trainingIdentifiers")
      validationIdentifiers = try contents.requiredMetadataValue("validationIdentifiers")
      epoch = try contents.requiredMetadataValue("epoch")
      validationLoss = try contents.metadataValue("validationLoss")
      task = try LearningTasks.task(of: recipe.options.output).stored(in: contents)
      guard !trainingIdentifiers.isEmpty, !validationIdentifiers.isEmpty else {
        throw CheckpointContentsError(problem: "names no images that it was trained and validated on")
      }
      guard recipe.options.outputs == task.outputs.names.count else {
        throw CheckpointContentsError(
          problem: "has \(recipe.options.outputs) outputs, but names of \(task.outputs.names.count)")
      }
      if let means = task.trainingMeans, means.count != task.outputs.names.count {
        throw CheckpointContentsError(
          problem: "has \(means.count) means of training labels, but names of \(task.outputs.names.count)")
      }
      try recipe.check(networks: networks)
      network = try recipe.makeNetwork(networks: networks)
      try network.load(Self.weights(in: contents))
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }

  private static let format = "galaxy checkpoint 1"

  private static func checkFormat(_ contents: SafeTensors) throws {
    guard contents.metadata["format"] == format else {
      let found = contents.metadata["format"].map { "\"\($0)\"" } ?? "none"
      throw CheckpointContentsError(problem: "expected the format \"\(format)\", found \(found)")
    }
  }

  /// The part of a checkpoint that holds the optimizer's state.
  static let optimizerPrefix = "optimizer"
  /// The part that holds the moving average of the weights.
  static let averagePrefix = "weightAverage"

  /// The network's own part.
  static func weights(in contents: SafeTensors) -> [String: Tensor] {
    contents.tensors.filter { !$0.key.hasPrefix("\(optimizerPrefix).") && !$0.key.hasPrefix("\(averagePrefix).") }
  }

  /// The contents of a checkpoint file; nothing in them differs between equal runs.
  public func contents() throws -> SafeTensors {
    var contents = SafeTensors(tensors: network.tensors, metadata: ["format": Self.format])
    try contents.setMetadata(recipe, for: "recipe")
    try contents.setMetadata(trainingIdentifiers, for: "trainingIdentifiers")
    try contents.setMetadata(validationIdentifiers, for: "validationIdentifiers")
    try contents.setMetadata(epoch, for: "epoch")
    if let validationLoss { try contents.setMetadata(validationLoss, for: "validationLoss") }
    try task.store(in: &contents)
    return contents
  }

  /// Writes a checkpoint that ``init(path:networks:)`` reads.
  public func write(to path: String) throws { try contents().write(to: path) }
}
