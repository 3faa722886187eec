// The numbers that a network gets for levels.

/// What levels from 0 to 255 become in a network's input.
public enum PixelScale: String, Sendable, Equatable, Codable, CaseIterable {
  /// 0 to 1.
  case unit
  /// 0 to 255, as they are.
  case levels

  /// What a level is multiplied by.
  public var factor: Float {
    switch self {
    case .unit: 1 / 255
    case .levels: 1
    }
  }
}
