// The network that a recipe begins with.
internal import ImageModels
internal import NeuralNetwork

extension Recipe {
  /// The network, its frozen parameters frozen, without numbers yet.
  ///
  /// - Throws: `UnknownNetworkError`, `NetworkOptionError` or `FreezingError`.
  func makeNetwork(networks: NetworkRegistry) throws -> any ImageNetwork {
    var made = try networks.definition(named: network).makeNetwork(options)
    for pattern in frozen { try made.freeze(matching: pattern) }
    if !frozen.isEmpty {
      try SettingError.unless(
        made.trainableParameterCount > 0, "frozen", expected: "patterns that leave something to train",
        found: frozen.joined(separator: ", "))
    }
    return made
  }

  /// The network before training, its first values those that belong to the seed.
  ///
  /// - Throws: as ``makeNetwork(networks:)``.
  func makeStartingNetwork(networks: NetworkRegistry) throws -> any ImageNetwork {
    var made = try makeNetwork(networks: networks)
    made.initializeParameters(seed: seed)
    return made
  }
}
