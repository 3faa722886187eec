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

  /// Writes levels as numbers.
  ///
  /// - Shape: levels [..., C] → numbers [..., C]
  func apply(
    to levels: UnsafeBufferPointer<UInt8>, channels: Int, into numbers: UnsafeMutableBufferPointer<Float>
  ) {
    let (factor, offset) = (factor, offset(channels: channels))
    if channels == 1 {
      for i in levels.indices { numbers[i] = Float(levels[i]) * factor + offset.x }
    } else {
      for i in stride(from: 0, to: levels.count, by: 3) {
        numbers[i] = Float(levels[i]) * factor + offset.x
        numbers[i + 1] = Float(levels[i + 1]) * factor + offset.y
        numbers[i + 2] = Float(levels[i + 2]) * factor + offset.z
      }
    }
  }
}
