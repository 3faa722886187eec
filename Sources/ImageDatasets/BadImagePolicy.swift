// What becomes of images that cannot be used.

/// What becomes of images that cannot be read or decoded.
public enum BadImagePolicy: String, CaseIterable, Sendable {
  /// They end the work before it begins.
  case fail
  /// They are left out.
  case skip
  /// The means of the training labels stand in for the network's answers.
  case mean
}
