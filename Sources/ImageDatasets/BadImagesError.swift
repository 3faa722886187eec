// Images that cannot be used, as one error.

/// Images that cannot be used where none may be left out.
public struct BadImagesError: Error, CustomStringConvertible {
  /// The images, and why.
  public let failures: [ImageFailure]

  /// An error about one or more images.
  public init(failures: [ImageFailure]) { self.failures = failures }

  /// One line for the user.
  public var description: String {
    guard let first = failures.first, failures.count > 1 else { return failures.first.map { "\($0)" } ?? "no image" }
    return "\(failures.count) images cannot be used, first \(first)"
  }
}
