// Weights that a run begins with, whatever file they come from.
internal import DataFiles
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

/// The weights of a checkpoint, of a run's best network, or converted ones, and what the file says about them.
struct InitialWeights {
  private let path: String
  private let tensors: [String: Tensor]
  private let network: String?
  private let scale: PixelScale?

  /// Reads a file; a folder means the best network of the run in it.
  ///
  /// - Throws: `FileError` where it cannot be read.
  init(path: String, networks: NetworkRegistry) throws {
    self.path = RunFolder.checkpoint(path)
    let contents = try SafeTensors(path: self.path)
    tensors = TrainedNetwork.weights(in: contents)
    do {
      if contents.metadata["recipe"] != nil {
        let recipe = try Recipe(storedIn: contents, networks: networks)
        network = recipe.network
        scale = recipe.preprocessing.scale
      } else {
        network = try contents.metadataValue("network")
        scale = try contents.metadataValue("pixels")
      }
    } catch {
      throw FileError(path: self.path, problem: "\(error)")
    }
  }

  /// Has a recipe give the network such numbers for levels as the weights were trained on.
  ///
  /// - Returns: what the user should know, where the recipe had others.
  func adjustPixels(of recipe: inout Recipe) -> String? {
    guard let scale, scale != recipe.preprocessing.scale else { return nil }
    let former = recipe.preprocessing.scale
    recipe.preprocessing.scale = scale
    return "\(path): these weights take pixels as \(scale.words), and so does this run; its recipe has \(former.words)"
  }

  /// A recipe's network before training, its first values these.
  ///
  /// Where the network has another number of outputs, the layer that makes them begins as the recipe's seed has it.
  ///
  /// - Parameter note: told what the user should know about how the weights suit it.
  /// - Throws: `FileError` where they do not; as ``Recipe/makeNetwork(networks:)``.
  func network(for recipe: Recipe, networks: NetworkRegistry, note: (String) -> Void) throws -> any ImageNetwork {
    if let network, network != recipe.network {
      throw FileError(path: path, problem: "holds weights of \(network), expected \(recipe.network)")
    }
    var made = try recipe.makeStartingNetwork(networks: networks)
    do {
      let own = try made.loadWithAnyOutputs(tensors)
      if !own.isEmpty {
        note("\(path): is for other outputs: \(own.joined(separator: " and ")) begin with values of their own")
      }
      return made
    } catch {
      throw FileError(path: path, problem: "\(error)")
    }
  }
}
