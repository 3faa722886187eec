// The statistics that batch norm normalises by.

/// Mean and biased variance of each channel of a batch.
///
/// - Shape: both [C].
public struct BatchStatistics: Sendable {
  /// Mean of each channel.
  public let mean: Tensor
  /// Mean squared deviation of each channel.
  public let variance: Tensor
}
