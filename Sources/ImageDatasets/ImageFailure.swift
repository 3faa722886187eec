// An image that could not be read.

/// An image that could not be used, and why.
public struct ImageFailure: Error, CustomStringConvertible {
  /// The image's identifier.
  public let identifier: String
  /// What was wrong with its file.
  public let error: any Error

  /// An image that could not be used.
  public init(identifier: String, error: any Error) {
    self.identifier = identifier
    self.error = error
  }

  /// The error's own line, which names the file.
  public var description: String { "\(error)" }
}
