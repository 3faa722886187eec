// What can be chosen about a network.

/// What can be chosen about a network when it is made.
public struct NetworkOptions: Sendable, Hashable, Codable {
  /// Number of outputs.
  public var outputs = 37
  /// The function from logits to outputs.
  public var output = OutputFunction.sigmoid
  /// Factor on the channels of a network that comes in several widths.
  public var widthMultiplier = 1.0
  /// Size of the images; nil for the author's.
  public var imageSize: ImageSize?

  // Files of earlier versions have these keys.
  private enum CodingKeys: String, CodingKey {
    case outputs
    case output = "head"
    case widthMultiplier
    case imageSize = "resolution"
  }

  /// The given choices; 37 outputs are the Galaxy Challenge's answers.
  public init(
    outputs: Int = 37, output: OutputFunction = .sigmoid, widthMultiplier: Double = 1, imageSize: ImageSize? = nil
  ) {
    self.outputs = outputs
    self.output = output
    self.widthMultiplier = widthMultiplier
    self.imageSize = imageSize
  }

  /// Choices from a file, where those left out are the standard ones.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    outputs = try values.decodeIfPresent(Int.self, forKey: .outputs) ?? outputs
    output = try values.decodeIfPresent(OutputFunction.self, forKey: .output) ?? output
    widthMultiplier = try values.decodeIfPresent(Double.self, forKey: .widthMultiplier) ?? widthMultiplier
    imageSize = try values.decodeIfPresent(ImageSize.self, forKey: .imageSize)
  }
}

/// An option that a network does not have.
public struct NetworkOptionError: Error, CustomStringConvertible {
  /// The network's name.
  public let network: String
  let problem: String

  /// One line for the user.
  public var description: String { "network \(network): \(problem)" }
}
