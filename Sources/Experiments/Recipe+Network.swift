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
  /// - Returns: the network and what the user should know about how the file suits it.
  /// - Throws: `FileError` where the file's parameters do not fit; as ``makeNetwork()``.
  func makeStartingNetwork(from path: String) throws -> (network: any ImageNetwork, notes: [String]) {
    let path = RunFolder.checkpoint(path)
    let contents = try SafeTensors(path: path)
    if let other = Self.networkName(in: contents.metadata), other != network {
      throw FileError(path: path, problem: "holds weights of \(other), expected \(network)")
    }
    var made = try makeStartingNetwork()
    do {
      let weights = contents.tensors.filter { !$0.key.hasPrefix(TrainedNetwork.optimizerPrefix) }
      let kept = try made.loadWithAnyOutputs(weights)
      var notes = [Self.noteOnPixels(contents.metadata)].compactMap(\.self)
      if !kept.isEmpty {
        notes.append("is for other outputs: \(kept.joined(separator: " and ")) begin with values of their own")
      }
      return (made, notes.map { "\(path): \($0)" })
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }

  /// In what the pixels that converted weights were trained on differ from 0 ... 1, which is what networks get here.
  private static func noteOnPixels(_ metadata: [String: String]) -> String? {
    struct Pixels: Decodable {
      let scale: [Double]
      let offset: [Double]
      let order: String
    }
    guard let text = metadata["pixels"], let pixels = try? JSONDecoder().decode(Pixels.self, from: Data(text.utf8)),
      Set(pixels.scale) != [1] || Set(pixels.offset) != [0] || pixels.order != "RGB"
    else { return nil }
    return "was trained on pixels times \(pixels.scale) plus \(pixels.offset), in the order \(pixels.order); "
      + "its first layers have to adapt to pixels from 0 to 1"
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
