// The networks by name.
public import NeuralNetwork
public import Tensors

/// A network that can be asked for by name.
public struct NetworkDefinition: Sendable, CustomStringConvertible {
  /// The name, as on the command line.
  public let name: String
  /// What it is and whose, in a line.
  public let summary: String
  /// Extents of the image it takes, unless options say otherwise.
  ///
  /// - Shape: [H, W, C].
  public let input: Shape
  /// Whether its width multiplier and resolution can be chosen.
  public let isScalable: Bool

  private let build: @Sendable (NetworkOptions) -> any Layer

  init(
    _ name: String, summary: String, input: Shape, isScalable: Bool = false,
    build: @escaping @Sendable (NetworkOptions) -> any Layer
  ) {
    self.name = name
    self.summary = summary
    self.input = input
    self.isScalable = isScalable
    self.build = build
  }

  /// Extents of the image that the network takes under the given options.
  ///
  /// - Shape: [H, W, C].
  /// - Throws: ``NetworkOptionError``.
  public func input(_ options: NetworkOptions) throws -> Shape {
    try check(options)
    return options.resolution.map { [$0, $0, input[2]] } ?? input
  }

  /// The network, its parameters without numbers yet.
  ///
  /// - Throws: ``NetworkOptionError``.
  public func makeNetwork(_ options: NetworkOptions = NetworkOptions()) throws -> any Layer {
    try check(options)
    return build(options)
  }

  /// The network's layers for one image.
  ///
  /// - Throws: ``NetworkOptionError``.
  public func layers(_ options: NetworkOptions = NetworkOptions()) throws -> [LayerSummary] {
    try makeNetwork(options).summary(input: Shape([1] + input(options).dimensions))
  }

  private func check(_ options: NetworkOptions) throws {
    func require(_ condition: Bool, _ problem: String) throws {
      if !condition { throw NetworkOptionError(network: name, problem: problem) }
    }
    try require(options.outputs > 0, "expected at least one output, found \(options.outputs)")
    let multiplier = options.widthMultiplier
    try require(isScalable || multiplier == 1, "has one width only, found a width multiplier of \(multiplier)")
    try require(multiplier > 0 && multiplier <= 10, "expected a width multiplier from 0 to 10, found \(multiplier)")
    guard let resolution = options.resolution else { return }
    try require(
      isScalable || [resolution, resolution] == Array(input.dimensions[..<2]),
      "takes images of \(input[0])×\(input[1]) pixels only, found a resolution of \(resolution)")
    try require(resolution >= 32, "expected a resolution of at least 32 pixels, found \(resolution)")
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
    ) { Hildebrandt(outputs: $0.outputs) },
    NetworkDefinition(
      "galaxy-mobilenet-v1", summary: "MobileNet v1 with a hidden dense layer, for galaxies", input: [224, 224, 3]
    ) { GalaxyMobileNetV1(outputs: $0.outputs) },
    NetworkDefinition(
      "galaxy-mobilenet-v2", summary: "a heavier MobileNet v2 with a hidden dense layer, for galaxies",
      input: [224, 224, 3]
    ) { GalaxyMobileNetV2(outputs: $0.outputs) },
    NetworkDefinition(
      "mobilenet-v2", summary: "MobileNet v2 (Sandler et al. 2018)", input: [224, 224, 3], isScalable: true
    ) { MobileNetV2(outputs: $0.outputs, widthMultiplier: $0.widthMultiplier) },
    NetworkDefinition(
      "lawlor-vgg16", summary: "VGG16 on small images (Lawlor)", input: [106, 106, 3]
    ) { LawlorVGG16(outputs: $0.outputs) },
  ]

  /// The network called `name`.
  ///
  /// - Throws: ``UnknownNetworkError``.
  public static func definition(named name: String) throws -> NetworkDefinition {
    guard let definition = all.first(where: { $0.name == name }) else { throw UnknownNetworkError(name: name) }
    return definition
  }
}
