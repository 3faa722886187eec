// Networks that can be made by name and options.
internal import Preconditions
public import NeuralNetwork
public import Tensors

/// A network with its name, the images that it takes, and the options that it has.
///
/// ```swift
/// static let tinyResNet = NetworkDefinition(
///   "tiny-resnet", summary: "three residual blocks on small images", input: [48, 48, 3], smallestSide: 16
/// ) { TinyResNet(outputs: $0.outputs, output: $0.output) }
/// ```
public struct NetworkDefinition: Sendable, CustomStringConvertible {
  /// The name, as on the command line.
  public let name: String
  /// What it is and whose, in a line.
  public let summary: String
  /// Extents of the image it takes, unless options say otherwise.
  ///
  /// - Shape: [H, W, C].
  public let input: Shape
  /// Fewest pixels a side that it takes; nil where the size of its images cannot be chosen.
  public let smallestSide: Int?
  /// Whether its channels can be multiplied.
  public let comesInWidths: Bool

  private let build: @Sendable (NetworkOptions) -> any ImageNetwork

  /// A network for images of `input`, or of other sizes where it has a `smallestSide`.
  ///
  /// - Parameters:
  ///   - name: the name, as on the command line.
  ///   - summary: what the network is and whose, in a line.
  ///   - input: extents of the image that it takes, [H, W, C].
  ///   - smallestSide: fewest pixels a side that it takes; nil where the size of its images cannot be chosen.
  ///   - comesInWidths: whether its channels can be multiplied.
  ///   - build: makes the network; the options that it gets have been checked.
  /// - Shape: input [H, W, C].
  public init(
    _ name: String, summary: String, input: Shape, smallestSide: Int? = nil, comesInWidths: Bool = false,
    build: @escaping @Sendable (_ options: NetworkOptions) -> any ImageNetwork
  ) {
    require(input.rank == 3, "NetworkDefinition: expected an input [H, W, C], found \(input)")
    self.name = name
    self.summary = summary
    self.input = input
    self.smallestSide = smallestSide
    self.comesInWidths = comesInWidths
    self.build = build
  }

  /// The given options without those that the network does not have.
  public func applicable(_ options: NetworkOptions) -> NetworkOptions {
    var options = options
    if !comesInWidths { options.widthMultiplier = 1 }
    if smallestSide == nil { options.imageSize = nil }
    return options
  }

  /// Extents of the image that the network takes under the given options.
  ///
  /// - Shape: [H, W, C].
  /// - Throws: ``NetworkOptionError``.
  public func input(_ options: NetworkOptions) throws -> Shape {
    try check(options)
    return options.imageSize.map { [$0.height, $0.width, input[2]] } ?? input
  }

  /// The network, its parameters without numbers yet.
  ///
  /// - Throws: ``NetworkOptionError``.
  public func makeNetwork(_ options: NetworkOptions = NetworkOptions()) throws -> any ImageNetwork {
    try check(options)
    return build(options)
  }

  /// The description of the network for one image.
  ///
  /// - Throws: ``NetworkOptionError``.
  public func graph(_ options: NetworkOptions = NetworkOptions()) throws -> LayerGraph {
    try makeNetwork(options).graph(input: Shape([1] + input(options).dimensions))
  }

  private func check(_ options: NetworkOptions) throws {
    func require(_ condition: Bool, _ problem: String) throws {
      if !condition { throw NetworkOptionError(network: name, problem: problem) }
    }
    try require(options.outputs > 0, "expected at least one output, found \(options.outputs)")
    let multiplier = options.widthMultiplier
    try require(comesInWidths || multiplier == 1, "has one width only, found a width multiplier of \(multiplier)")
    try require(multiplier > 0 && multiplier <= 10, "expected a width multiplier from 0 to 10, found \(multiplier)")
    guard let size = options.imageSize else { return }
    guard let smallestSide else {
      return try require(
        [size.height, size.width] == Array(input.dimensions[..<2]),
        "takes images of \(input[1])×\(input[0]) pixels only, found \(size.width)×\(size.height)")
    }
    try require(
      min(size.height, size.width) >= smallestSide,
      "expected images of at least \(smallestSide) pixels a side, found \(size.width)×\(size.height)")
  }

  /// The name.
  public var description: String { name }
}

extension NetworkDefinition {
  /// The networks of the package, in the order in which lists show them.
  public static let standard: [NetworkDefinition] = [
    galaxy, hildebrandt, lawlorVGG16, galaxyMobileNetV1, galaxyMobileNetV2, mobileNetV1, mobileNetV1Shallow,
    mobileNetV2, mobileNetV3Small, mobileNetV3Large, vgg16, inceptionV3,
  ]
}
