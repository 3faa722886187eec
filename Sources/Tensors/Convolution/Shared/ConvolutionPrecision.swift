// How much rounding a convolution may add.

/// How much rounding a convolution may add for the sake of speed.
public enum ConvolutionPrecision: String, Sendable, Hashable, Codable, CaseIterable {
  /// None: sums are computed directly.
  case exact
  /// A few parts in a million: Winograd's tiles of side 6 and 8 where they are faster.
  case standard
  /// About seven times as much: for inference, and for training that tolerates it.
  case relaxed
}
