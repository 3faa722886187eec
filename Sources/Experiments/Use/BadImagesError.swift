// Images that cannot be read, where all are needed.
internal import DataFiles
public import ImageDatasets

/// Images that cannot be read, found before the work began.
public struct BadImagesError: Error, CustomStringConvertible {
  /// The images and what is wrong with each.
  public let failures: [ImageFailure]

  /// One line for the user: the first image, and how many others there are.
  public var description: String {
    let first = failures.first.map { "\($0)" } ?? ""
    return failures.count < 2 ? first : "\(first) (and \(counted(failures.count - 1, "more image")))"
  }
}

/// A checkpoint without the means of its training labels, which were to stand in for answers.
public struct MissingMeansError: Error, CustomStringConvertible {
  /// One line for the user.
  public let description =
    "the checkpoint is of an earlier version and does not hold the means of its training labels; expected one that does"
}
