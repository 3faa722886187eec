// What can be chosen about a network.

/// What can be chosen about a network when it is made.
public struct NetworkOptions: Sendable, Hashable, Codable {
  /// Number of outputs.
  public var outputs = 37
  /// The function that makes them of the logits.
  public var head = OutputHead.sigmoid
  /// Factor on the channels of a network that comes in several widths.
  public var widthMultiplier = 1.0
  /// Side of the square image, in pixels; nil for the author's.
  public var resolution: Int?

  /// The given choices; 37 outputs are the Galaxy Challenge's answers.
  public init(
    outputs: Int = 37, head: OutputHead = .sigmoid, widthMultiplier: Double = 1, resolution: Int? = nil
  ) {
    self.outputs = outputs
    self.head = head
    self.widthMultiplier = widthMultiplier
    self.resolution = resolution
  }

  /// Choices from a file, where those left out are the standard ones.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    outputs = try values.decodeIfPresent(Int.self, forKey: .outputs) ?? outputs
    head = try values.decodeIfPresent(OutputHead.self, forKey: .head) ?? head
    widthMultiplier = try values.decodeIfPresent(Double.self, forKey: .widthMultiplier) ?? widthMultiplier
    resolution = try values.decodeIfPresent(Int.self, forKey: .resolution)
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
