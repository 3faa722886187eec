// What is done about images that cannot be read.

/// What becomes of images that cannot be read.
public enum BadImagePolicy: String, CaseIterable, Sendable {
  /// The work does not begin.
  case fail
  /// They are left out.
  case skip
  /// The means of the training labels stand in for the network's answers.
  case mean
}
