// Means and variances of groups of channels.

/// Mean and variance of each group of channels of one image, from sums for channels.
struct GroupStatistics {
  private let normalization: GroupNormalization
  /// What deviations are taken from, one number a channel.
  private let shifts: UnsafePointer<Float>
  /// Sums of the deviations, and of their squares.
  private let sums, squares: UnsafePointer<Double>

  /// The statistics of an image with these sums of deviations from `shifts`.
  init(
    of normalization: GroupNormalization, shifts: UnsafePointer<Float>, sums: UnsafePointer<Double>,
    squares: UnsafePointer<Double>
  ) {
    self.normalization = normalization
    self.shifts = shifts
    self.sums = sums
    self.squares = squares
  }

  /// Whether variances keep their digits: each is a difference of two sums, which are much larger where a shift is far from
  /// the mean.
  var arePrecise: Bool {
    (0..<normalization.groups).allSatisfy { group in
      let limit = 64 * statistics(of: group).variance
      return channels(of: group).allSatisfy { channel in
        let distance = sums[channel] / Double(normalization.pixels)
        return distance * distance <= limit
      }
    }
  }

  /// Writes the means of the channels, as better shifts.
  ///
  /// - Shape: [C].
  func writeMeans(to target: UnsafeMutablePointer<Float>) {
    for channel in 0..<normalization.channels {
      target[channel] = Float(Double(shifts[channel]) + sums[channel] / Double(normalization.pixels))
    }
  }

  /// Writes what gives each group the mean 0 and the deviation 1 before `scale` and `offset`: the factors and terms of x,
  /// then mean and inverse deviation of the channel's group.
  ///
  /// - Shape: scale and offset [C] → [4, C].
  func writeCoefficients(
    scale: UnsafePointer<Float>, offset: UnsafePointer<Float>, epsilon: Float, to target: UnsafeMutablePointer<Float>
  ) {
    let channels = normalization.channels
    for group in 0..<normalization.groups {
      let (mean, variance) = statistics(of: group)
      let deviation = 1 / (variance + Double(epsilon)).squareRoot()
      for channel in self.channels(of: group) {
        let factor = Double(scale[channel]) * deviation
        target[channel] = Float(factor)
        target[channels + channel] = Float(Double(offset[channel]) - factor * mean)
        target[2 * channels + channel] = Float(mean)
        target[3 * channels + channel] = Float(deviation)
      }
    }
  }

  private func channels(of group: Int) -> Range<Int> {
    group * normalization.groupChannels..<(group + 1) * normalization.groupChannels
  }

  private func statistics(of group: Int) -> (mean: Double, variance: Double) {
    let count = Double(normalization.pixels)
    let size = Double(normalization.groupChannels)
    var (mean, variance) = (0.0, 0.0)
    for channel in channels(of: group) { mean += Double(shifts[channel]) + sums[channel] / count }
    mean /= size
    for channel in channels(of: group) {
      let distance = sums[channel] / count
      let deviation = Double(shifts[channel]) + distance - mean
      variance += max(0, squares[channel] / count - distance * distance) + deviation * deviation
    }
    return (mean, variance / size)
  }
}
