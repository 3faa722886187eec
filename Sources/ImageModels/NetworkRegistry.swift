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
  /// Whether its channels can be multiplied.
  public let comesInWidths: Bool
  /// Fewest pixels a side that it takes; nil where its resolution cannot be chosen.
  public let smallestResolution: Int?

  private let build: @Sendable (NetworkOptions) -> any ImageNetwork

  init(
    _ name: String, summary: String, input: Shape, comesInWidths: Bool = false, smallestResolution: Int? = nil,
    build: @escaping @Sendable (NetworkOptions) -> any ImageNetwork
  ) {
    self.name = name
    self.summary = summary
    self.input = input
    self.comesInWidths = comesInWidths
    self.smallestResolution = smallestResolution
    self.build = build
  }

  /// The given options without those that the network does not have.
  public func applicable(_ options: NetworkOptions) -> NetworkOptions {
    var options = options
    if !comesInWidths { options.widthMultiplier = 1 }
    if smallestResolution == nil { options.resolution = nil }
    return options
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
  public func makeNetwork(_ options: NetworkOptions = NetworkOptions()) throws -> any ImageNetwork {
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
    try require(comesInWidths || multiplier == 1, "has one width only, found a width multiplier of \(multiplier)")
    try require(multiplier > 0 && multiplier <= 10, "expected a width multiplier from 0 to 10, found \(multiplier)")
    guard let resolution = options.resolution else { return }
    guard let smallestResolution else {
      return try require(
        [resolution, resolution] == Array(input.dimensions[..<2]),
        "takes images of \(input[0])×\(input[1]) pixels only, found a resolution of \(resolution)")
    }
    try require(
      resolution >= smallestResolution,
      "expected a resolution of at least \(smallestResolution) pixels, found \(resolution)")
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
    ) { Hildebrandt(outputs: $0.outputs, head: $0.head) },
    NetworkDefinition(
      "lawlor-vgg16", summary: "VGG16 on small images (Lawlor)", input: [106, 106, 3]
    ) { VGG16(outputs: $0.outputs, head: $0.head, resolution: 106) },
    NetworkDefinition(
      "galaxy-mobilenet-v1", summary: "MobileNet v1 with a hidden dense layer, for galaxies", input: [224, 224, 3]
    ) { GalaxyMobileNetV1(outputs: $0.outputs, head: $0.head) },
    NetworkDefinition(
      "galaxy-mobilenet-v2", summary: "a heavier MobileNet v2 with a hidden dense layer, for galaxies",
      input: [224, 224, 3]
    ) { GalaxyMobileNetV2(outputs: $0.outputs, head: $0.head) },
    scalable("mobilenet-v1", summary: "MobileNet v1 (Howard et al. 2017)") {
      MobileNetV1(outputs: $0.outputs, head: $0.head, widthMultiplier: $0.widthMultiplier)
    },
    scalable("mobilenet-v1-shallow", summary: "MobileNet v1 without its five blocks of 512 channels") {
      MobileNetV1(outputs: $0.outputs, head: $0.head, widthMultiplier: $0.widthMultiplier, isShallow: true)
    },
    scalable("mobilenet-v2", summary: "MobileNet v2 (Sandler et al. 2018)") {
      MobileNetV2(outputs: $0.outputs, head: $0.head, widthMultiplier: $0.widthMultiplier)
    },
    scalable("mobilenet-v3-small", summary: "MobileNet v3, the small one (Howard et al. 2019)") {
      MobileNetV3(.small, outputs: $0.outputs, head: $0.head, widthMultiplier: $0.widthMultiplier)
    },
    scalable("mobilenet-v3-large", summary: "MobileNet v3, the large one (Howard et al. 2019)") {
      MobileNetV3(.large, outputs: $0.outputs, head: $0.head, widthMultiplier: $0.widthMultiplier)
    },
    NetworkDefinition(
      "vgg16", summary: "VGG16 (Simonyan and Zisserman 2015)", input: [224, 224, 3], smallestResolution: 32
    ) { VGG16(outputs: $0.outputs, head: $0.head, resolution: $0.resolution ?? 224) },
    NetworkDefinition(
      "inception-v3", summary: "Inception v3 (Szegedy et al. 2016)", input: [299, 299, 3], smallestResolution: 75
    ) { InceptionV3(outputs: $0.outputs, head: $0.head) },
  ]

  /// A network that comes in all widths, for images of all sizes from 32 pixels on.
  private static func scalable(
    _ name: String, summary: String, build: @escaping @Sendable (NetworkOptions) -> any ImageNetwork
  ) -> NetworkDefinition {
    NetworkDefinition(
      name, summary: summary, input: [224, 224, 3], comesInWidths: true, smallestResolution: 32, build: build)
  }

  /// The network called `name`.
  ///
  /// - Throws: ``UnknownNetworkError``.
  public static func definition(named name: String) throws -> NetworkDefinition {
    guard let definition = all.first(where: { $0.name == name }) else { throw UnknownNetworkError(name: name) }
    return definition
  }
}
