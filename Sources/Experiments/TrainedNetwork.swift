// A network with everything needed to use it, as a checkpoint file.
internal import DataFiles
internal import Foundation
public import ImageModels
internal import NeuralNetwork

/// A network, the recipe that made it, the split it was trained with and how good it was.
public struct TrainedNetwork: Sendable {
  /// The network with its parameters.
  public var network: any ImageNetwork
  /// What made it, preprocessing included.
  public internal(set) var recipe: Recipe
  /// What its outputs stand for.
  public let outputs: OutputNames
  /// Identifiers of the images it was trained on.
  public let trainingIdentifiers: [String]
  /// Identifiers of the images it was validated on.
  public let validationIdentifiers: [String]
  /// Epochs of training behind it.
  public var epoch: Int
  /// Mean loss over the validation images; nil before the first epoch.
  public var validationLoss: Double?

  init(
    network: any ImageNetwork, recipe: Recipe, outputs: OutputNames, trainingIdentifiers: [String],
    validationIdentifiers: [String], epoch: Int, validationLoss: Double?
  ) {
    self.network = network
    self.recipe = recipe
    self.outputs = outputs
    self.trainingIdentifiers = trainingIdentifiers
    self.validationIdentifiers = validationIdentifiers
    self.epoch = epoch
    self.validationLoss = validationLoss
  }

  /// Reads a checkpoint; a folder means the `best.safetensors` in it.
  ///
  /// - Throws: `FileError` that names the file and what does not fit.
  public init(path: String) throws {
    let path = RunFolder.checkpoint(path)
    try self.init(contents: try SafeTensors(path: path), path: path)
  }

  init(contents: SafeTensors, path: String) throws {
    let metadata = CheckpointMetadata(values: contents.metadata, path: path)
    try metadata.checkFormat()
    recipe = try metadata.decode("recipe")
    trainingIdentifiers = try metadata.decode("trainingIdentifiers")
    validationIdentifiers = try metadata.decode("validationIdentifiers")
    epoch = try metadata.decode("epoch")
    validationLoss = contents.metadata["validationLoss"].flatMap(Double.init)
    outputs = try Self.outputs(of: recipe.task, in: metadata)
    guard !trainingIdentifiers.isEmpty, !validationIdentifiers.isEmpty else {
      throw FileError(path: path, problem: "names no images that it was trained and validated on")
    }
    guard recipe.options.outputs == outputs.names.count else {
      throw FileError(
        path: path, problem: "has \(recipe.options.outputs) outputs, but names of \(outputs.names.count)")
    }
    do {
      try recipe.check()
      network = try recipe.makeNetwork()
      try network.load(contents.tensors.filter { !$0.key.hasPrefix(Self.optimizerPrefix) })
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }

  private static func outputs(of task: LearningTask, in metadata: CheckpointMetadata) throws -> OutputNames {
    switch task {
    case .regression:
      let columns: [String] = try metadata.decode("columns")
      guard columns == OutputNames.answers.names else {
        throw FileError(path: metadata.path, problem: "its outputs are not the 37 answers of Galaxy Zoo 2")
      }
      return .answers
    case .classification:
      let classes: OutputNames = try metadata.decode("classes")
      guard classes.names.count >= 2, classes.titles.count == classes.names.count,
        Set(classes.names).count == classes.names.count
      else {
        throw FileError(path: metadata.path, problem: "its metadata hold no usable classes")
      }
      return classes
    }
  }

  static let optimizerPrefix = "optimizer."

  /// Contents of a checkpoint file; nothing in them differs between equal runs.
  func contents() throws -> SafeTensors {
    var metadata = CheckpointMetadata.new
    try metadata.encode(recipe, as: "recipe")
    try metadata.encode(trainingIdentifiers, as: "trainingIdentifiers")
    try metadata.encode(validationIdentifiers, as: "validationIdentifiers")
    try metadata.encode(epoch, as: "epoch")
    switch recipe.task {
    case .regression: try metadata.encode(outputs.names, as: "columns")
    case .classification: try metadata.encode(outputs, as: "classes")
    }
    if let validationLoss { try metadata.encode(validationLoss, as: "validationLoss") }
    return SafeTensors(tensors: network.tensors, metadata: metadata.values)
  }
}

/// The text part of a checkpoint: JSON values by key.
struct CheckpointMetadata {
  private(set) var values: [String: String]
  let path: String

  private static let format = "galaxy checkpoint 1"

  static let new = CheckpointMetadata(values: ["format": format], path: "")

  init(values: [String: String], path: String) {
    self.values = values
    self.path = path
  }

  func checkFormat() throws {
    guard values["format"] == Self.format else {
      let found = values["format"].map { "\"\($0)\"" } ?? "none"
      throw FileError(path: path, problem: "expected the format \"\(Self.format)\", found \(found)")
    }
  }

  func decode<Value: Decodable>(_ key: String) throws -> Value {
    guard let text = values[key] else { throw FileError(path: path, problem: "its metadata lack \(key)") }
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw FileError(path: path, problem: "its metadata hold no usable \(key)")
    }
  }

  func decodeIfPresent<Value: Decodable>(_ key: String) throws -> Value? {
    values[key] == nil ? nil : try decode(key)
  }

  mutating func encode<Value: Encodable>(_ value: Value, as key: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    values[key] = String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
