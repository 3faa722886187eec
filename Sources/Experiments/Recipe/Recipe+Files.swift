// A recipe from a YAML file, and from a checkpoint.
internal import DataFiles
internal import Foundation
internal import NeuralNetwork
internal import Training
internal import Yams

extension Recipe {
  /// Reads a recipe from a YAML file: a run's `config.yaml`, or settings alone.
  ///
  /// - Throws: `FileError` naming the file and the setting that is wrong.
  public init(path: String, networks: NetworkRegistry = .standard) throws {
    struct Whole: Decodable { let recipe: Recipe }
    let text = String(decoding: try readFile(path), as: UTF8.self)
    do {
      let hasRecipe = (try Yams.load(yaml: text) as? [String: Any])?["recipe"] != nil
      self =
        try hasRecipe
        ? YAMLDecoder().decode(Whole.self, from: text, userInfo: networks.userInfo).recipe
        : YAMLDecoder().decode(Recipe.self, from: text, userInfo: networks.userInfo)
    } catch let error as DecodingError {
      throw FileError(path: path, problem: "is no recipe: \(error.recipeLine)")
    } catch {
      throw FileError(path: path, problem: "is no YAML file")
    }
  }

  /// Reads the recipe in a checkpoint's metadata.
  init(storedIn contents: SafeTensors, networks: NetworkRegistry) throws {
    guard let text = contents.metadata["recipe"] else { throw MetadataError(key: "recipe", isMissing: true) }
    let decoder = JSONDecoder()
    decoder.userInfo = networks.userInfo
    do {
      self = try decoder.decode(Recipe.self, from: Data(text.utf8))
    } catch let error as UnknownNetworkError {
      throw error
    } catch {
      throw MetadataError(key: "recipe", isMissing: false)
    }
  }
}
