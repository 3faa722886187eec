// Recipes in files, where a setting that is left out is as the network's author has it.

extension Recipe: Codable {
  /// Reads the stored form; settings that it leaves out are those of the network's author, but no early stopping, no limit
  /// and nothing frozen.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: SettingName.self)
    let known = Set(Self.settings.map(\.name))
    if let unknown = container.allKeys.first(where: { !known.contains($0.stringValue) }) {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath + [unknown], debugDescription: "there is no such setting"))
    }
    let network = try container.decode(String.self, forKey: SettingName("network"))
    try self.init(network: network, networks: decoder.userInfo[.networks] as? NetworkRegistry ?? .standard)
    for setting in Self.settings { try setting.read(container, &self) }
  }

  /// Writes the stored form: every setting by its name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: SettingName.self)
    for setting in Self.settings { try setting.write(self, &container) }
  }
}

/// The name of a setting in a file.
struct SettingName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer {
  /// A list of patterns; one may stand without a list.
  func patterns(for key: Key) throws -> [String] {
    if let pattern = try? decode(String.self, forKey: key) { return [pattern] }
    return try decodeIfPresent([String].self, forKey: key) ?? []
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
