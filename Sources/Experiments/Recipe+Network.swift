// The network that a recipe begins with.
internal import ImageModels
internal import NeuralNetwork

extension Recipe {
  /// The network, its frozen parameters frozen, without numbers yet.
  ///
  /// - Throws: `UnknownNetworkError`, `NetworkOptionError` or `FreezingError`.
  func makeNetwork() throws -> any ImageNetwork {
    var made = try NetworkRegistry.definition(named: network).makeNetwork(options)
    for pattern in frozen { try made.freeze(matching: pattern) }
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
}
