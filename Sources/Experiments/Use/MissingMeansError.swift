// Answers that cannot stand in for those to images that cannot be read.

/// A checkpoint without the means of its training labels, which were to stand in for answers.
public struct MissingMeansError: Error, CustomStringConvertible {
  /// One line for the user.
  public let description =
    "the checkpoint is of an earlier version and does not hold the means of its training labels; expected one that does"
}
