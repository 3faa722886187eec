// The statistics that batch norm normalises by.

/// Mean and biased variance of each channel of a batch.
///
/// - Shape: both [C].
public struct BatchStatistics: Sendable {
  /// Mean of each channel.
  public let mean: Tensor
  /// Mean squared deviation of each channel.
  public let variance: Tensor

  /// The statistics of the first channels.
  package func prefix(_ channels: Int) -> BatchStatistics {
    if channels == mean.shape[0] { return self }
    return BatchStatistics(mean: mean.sliced(.first(channels)), variance: variance.sliced(.first(channels)))
  }
}
