// What becomes of images that cannot be used.

/// What becomes of images that cannot be read or decoded.
public enum BadImagePolicy: String, CaseIterable, Sendable {
  /// They end the work before it begins.
  case fail
  /// They are left out.
  case skip
  /// An answer is given for them all the same: the mean over the training images.
  case mean
}
