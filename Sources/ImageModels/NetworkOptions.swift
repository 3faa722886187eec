// What can be chosen about a network.

/// What can be chosen about a network when it is made.
public struct NetworkOptions: Sendable, Hashable, Codable {
  /// Number of outputs.
  public var outputs: Int
  /// Factor on the channels of a network that comes in several widths.
  public var widthMultiplier: Double
  /// Side of the square image, in pixels; nil for the author's.
  public var resolution: Int?

  /// The given choices; 37 outputs are the Galaxy Challenge's answers.
  public init(outputs: Int = 37, widthMultiplier: Double = 1, resolution: Int? = nil) {
    self.outputs = outputs
    self.widthMultiplier = widthMultiplier
    self.resolution = resolution
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
