// The network that a recipe begins with.
internal import Files
internal import Foundation
internal import ImageModels
internal import NeuralNetwork

extension Recipe {
  /// The network, its frozen parameters frozen, without numbers yet.
  ///
  /// - Throws: `UnknownNetworkError`, `NetworkOptionError` or `FreezingError`.
  func makeNetwork() throws -> any ImageNetwork {
    var made = try NetworkRegistry.definition(named: network).makeNetwork(options)
    if let frozen { try made.freeze(matching: frozen) }
    return made
  }

  /// The network before training, its first values those that belong to the seed.
  ///
  /// - Throws: as ``makeNetwork()``.
  func makeStartingNetwork() throws -> any ImageNetwork {
    var made = try makeNetwork()
    made.initializeParameters(seed: seed)
    return made
  }

  /// The network before training, its first values those of a file: a checkpoint, a run's folder or converted weights.
  ///
  /// Where the file's network has another number of outputs, the layer that makes them begins as the seed has it.
  ///
  /// - Returns: the network and the names of the parameters that the file has no fitting values for.
  /// - Throws: `FileError` where the file's parameters do not fit; as ``makeNetwork()``.
  func makeStartingNetwork(from path: String) throws -> (network: any ImageNetwork, kept: [String]) {
    let path = RunFolder.checkpoint(path)
    let contents = try SafeTensors(path: path)
    if let other = Self.networkName(in: contents.metadata), other != network {
      throw FileError(path: path, problem: "holds weights of \(other), expected \(network)")
    }
    var made = try makeStartingNetwork()
    do {
      let weights = contents.tensors.filter { !$0.key.hasPrefix(TrainedNetwork.optimizerPrefix) }
      let kept = try made.loadWithAnyOutputs(weights)
      return (made, kept)
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }

  /// The network that a file's metadata name, if any: in a checkpoint's recipe, or alone beside converted weights.
  private static func networkName(in metadata: [String: String]) -> String? {
    struct Named: Decodable { let network: String }
    if let recipe = metadata["recipe"] {
      return try? JSONDecoder().decode(Named.self, from: Data(recipe.utf8)).network
    }
    return metadata["network"].flatMap { try? JSONDecoder().decode(String.self, from: Data($0.utf8)) }
  }
}
