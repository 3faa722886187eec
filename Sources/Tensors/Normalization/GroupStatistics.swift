// Means and variances of groups of channels.

/// Mean and variance of each group of channels of one image, from sums for channels.
struct GroupStatistics {
  private let normalization: GroupNormalization
  private let pixels: UnsafePointer<Float>
  /// Sums of deviations from the first pixel, and of their squares.
  private let sums, squares: UnsafePointer<Double>

  /// The statistics of the image at `pixels`.
  init(
    of normalization: GroupNormalization, pixels: UnsafePointer<Float>, sums: UnsafePointer<Double>,
    squares: UnsafePointer<Double>
  ) {
    self.normalization = normalization
    self.pixels = pixels
    self.sums = sums
    self.squares = squares
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
    var (mean, variance, largest) = (0.0, 0.0, 0.0)
    for channel in channels(of: group) { mean += Double(pixels[channel]) + sums[channel] / count }
    mean /= size
    for channel in channels(of: group) {
      let distance = sums[channel] / count
      let deviation = Double(pixels[channel]) + distance - mean
      variance += max(0, squares[channel] / count - distance * distance) + deviation * deviation
      largest = max(largest, distance * distance)
    }
    variance /= size
    // The variance is a difference of two sums; where the first pixel is far from the mean, its digits are lost.
    return largest <= 64 * variance ? (mean, variance) : exactStatistics(of: group, near: mean)
  }

  /// The same from a pass over the pixels, for deviations from a number near the mean.
  private func exactStatistics(of group: Int, near mean: Double) -> (mean: Double, variance: Double) {
    var (sum, squares) = (0.0, 0.0)
    for pixel in 0..<normalization.pixels {
      for channel in channels(of: group) {
        let deviation = Double(pixels[pixel * normalization.channels + channel]) - mean
        sum += deviation
        squares += deviation * deviation
      }
    }
    let count = Double(normalization.pixels * normalization.groupChannels)
    let distance = sum / count
    return (mean + distance, max(0, squares / count - distance * distance))
  }
}
