// The numbers that a network gets for levels.
internal import Images

/// What levels from 0 to 255 become in a network's input: they are multiplied by a factor, then each channel's offset is
/// added.
public enum PixelScale: String, Sendable, Equatable, Codable, CaseIterable {
  /// 0 to 1.
  case unit
  /// 0 to 255, as they are.
  case levels
  /// -1 to 1, which Keras calls "tf".
  case signed
  /// Levels less the mean colour of ImageNet, which Keras calls "caffe"; here, too, the order is RGB.
  case centered

  /// What a level is multiplied by.
  public var factor: Float {
    switch self {
    case .unit: 1 / 255
    case .levels, .centered: 1
    case .signed: 2 / 255
    }
  }

  /// What is then added to each channel; grey images have the first only.
  public func offset(channels: Int) -> SIMD3<Float> {
    switch self {
    case .unit, .levels: SIMD3()
    case .signed: SIMD3(repeating: -1)
    case .centered: channels == 1 ? SIMD3(repeating: -Self.imageNetMean.luma) : -Self.imageNetMean
    }
  }

  private static let imageNetMean = SIMD3<Float>(123.68, 116.779, 103.939)

  /// In words.
  package var words: String {
    switch self {
    case .unit: "0 to 1"
    case .levels: "0 to 255"
    case .signed: "-1 to 1"
    case .centered: "levels less the mean colour of ImageNet"
    }
  }

  /// Writes an image's levels as numbers.
  ///
  /// - Shape: image [H, W, C] → numbers [H, W, C]
  func apply(to image: ImageView, into numbers: UnsafeMutableBufferPointer<Float>) {
    let (factor, offset, levels) = (factor, offset(channels: image.channels), image.pixels)
    let rowLength = image.width * image.channels
    // A row of offsets, so that a vector need not begin with red.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rowLength) { offsets in
      for i in 0..<rowLength { offsets.initializeElement(at: i, to: offset[i % image.channels]) }
      for start in stride(from: 0, to: levels.count, by: rowLength) {
        for i in 0..<rowLength { numbers[start &+ i] = Float(levels[start &+ i]) * factor + offsets[i] }
      }
    }
  }
}
