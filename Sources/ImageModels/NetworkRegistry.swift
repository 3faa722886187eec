// The networks by name.
public import NeuralNetwork
public import Tensors

/// What can be chosen about a network when it is made.
public struct NetworkOptions: Sendable, Hashable, Codable {
  /// Number of outputs.
  public var outputs: Int

  /// The given choices; 37 outputs are the Galaxy Challenge's answers.
  public init(outputs: Int = 37) {
    self.outputs = outputs
  }
}

/// A network that can be asked for by name.
public struct NetworkDefinition: Sendable, CustomStringConvertible {
  /// The name, as on the command line.
  public let name: String
  /// What it is and whose, in a line.
  public let summary: String
  /// Extents of the image it takes.
  ///
  /// - Shape: [H, W, C].
  public let input: Shape

  private let build: @Sendable (NetworkOptions) -> any Layer

  init(
    _ name: String, summary: String, input: Shape, build: @escaping @Sendable (NetworkOptions) -> any Layer
  ) {
    self.name = name
    self.summary = summary
    self.input = input
    self.build = build
  }

  /// The network, its parameters without numbers yet.
  public func makeNetwork(_ options: NetworkOptions = NetworkOptions()) -> any Layer { build(options) }

  /// The network's layers for one image.
  public func layers(_ options: NetworkOptions = NetworkOptions()) -> [LayerSummary] {
    makeNetwork(options).summary(input: Shape([1] + input.dimensions))
  }

  /// The name.
  public var description: String { name }
}

/// A name that no network has.
public struct UnknownNetworkError: Error, CustomStringConvertible {
  /// The name asked for.
  public let name: String

  /// One line for the user.
  public var description: String {
    "unknown network \"\(name)\"; there are: \(NetworkRegistry.all.map(\.name).joined(separator: ", "))"
  }
}

/// Every network of the package.
public enum NetworkRegistry {
  /// The networks, in the order in which lists show them.
  public static let all: [NetworkDefinition] = [
    NetworkDefinition(
      "hildebrandt", summary: "six convolutions and three dense layers on grey galaxies (Hildebrandt)",
      input: [150, 150, 1]
    ) { Hildebrandt(outputs: $0.outputs) }
  ]

  /// The network called `name`.
  ///
  /// - Throws: ``UnknownNetworkError``.
  public static func definition(named name: String) throws -> NetworkDefinition {
    guard let definition = all.first(where: { $0.name == name }) else { throw UnknownNetworkError(name: name) }
    return definition
  }
}
