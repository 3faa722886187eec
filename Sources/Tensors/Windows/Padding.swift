// What is added around images.

/// Rows and columns that are added around an image.
public enum Padding: Sendable, Hashable {
  /// None: the window stays inside the image.
  case valid
  /// Zeros such that the output has ceil(input / stride) rows and columns; an odd one goes below and to the right
  /// (TensorFlow's rule).
  case same
  /// As many as named on each side.
  case explicit(top: Int, bottom: Int, left: Int, right: Int)

  /// The same number on every side.
  public static func all(_ count: Int) -> Padding { .explicit(top: count, bottom: count, left: count, right: count) }
}
