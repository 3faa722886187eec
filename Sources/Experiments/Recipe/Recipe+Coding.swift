// Recipes in files, where what is left out is as the network's author has it.
internal import DataFiles
internal import Foundation
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training
internal import Yams

extension Recipe {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case network, options, preprocessing, augmentation, loss, labelSmoothing, optimizer, learningRate, schedule
    case earlyStopping, batchSize, epochs, validationFraction, limit, frozen, precision, seed, splitSeed
  }

  /// Reads the stored form; settings that it leaves out are those of the network's author, but no early stopping, no limit
  /// and nothing frozen.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let known = Set(CodingKeys.allCases.map(\.rawValue))
    let names = try decoder.container(keyedBy: AnyKey.self).allKeys
    if let unknown = names.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath + [unknown], debugDescription: "there is no such setting"))
    }
    let name = try container.decode(String.self, forKey: .network)
    let networks = decoder.userInfo[.networks] as? NetworkRegistry ?? .standard
    let standard = try Recipe(network: name, networks: networks)
    func value<Value: Decodable>(_ key: CodingKeys, _ path: KeyPath<Recipe, Value>) throws -> Value {
      try container.contains(key)
        ? container.decode(Value.self, forKey: key) : standard[keyPath: path]
    }
    network = name
    options = try value(.options, \.options)
    preprocessing = try value(.preprocessing, \.preprocessing)
    augmentation = try value(.augmentation, \.augmentation)
    loss = try value(.loss, \.loss)
    labelSmoothing = try value(.labelSmoothing, \.labelSmoothing)
    optimizer = try value(.optimizer, \.optimizer)
    learningRate = try value(.learningRate, \.learningRate)
    schedule = try value(.schedule, \.schedule)
    earlyStopping = try container.decodeIfPresent(EarlyStopping.self, forKey: .earlyStopping)
    batchSize = try value(.batchSize, \.batchSize)
    epochs = try value(.epochs, \.epochs)
    validationFraction = try value(.validationFraction, \.validationFraction)
    limit = try container.decodeIfPresent(Int.self, forKey: .limit)
    frozen = try Self.patterns(in: container)
    precision = try value(.precision, \.precision)
    seed = try value(.seed, \.seed)
    splitSeed = try container.decodeIfPresent(UInt64.self, forKey: .splitSeed)
  }

  /// The patterns of frozen parameters; one may stand without a list.
  private static func patterns(in container: KeyedDecodingContainer<CodingKeys>) throws -> [String] {
    if let pattern = try? container.decodeIfPresent(String.self, forKey: .frozen) { return [pattern] }
    return try container.decodeIfPresent([String].self, forKey: .frozen) ?? []
  }

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
      throw FileError(path: path, problem: "is no recipe: \(error.line)")
    } catch {
      throw FileError(path: path, problem: "is no YAML file")
    }
  }
}

extension Recipe {
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

extension CodingUserInfoKey {
  /// The networks that a recipe may name.
  fileprivate static let networks: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "networks") else { fatalError("Recipe: no key for its networks") }
    return key
  }()
}

extension NetworkRegistry {
  /// What decoders of recipes have to know.
  var userInfo: [CodingUserInfoKey: any Sendable] { [.networks: self] }
}

/// Any name of a setting.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
