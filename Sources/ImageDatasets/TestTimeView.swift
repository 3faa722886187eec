// One way of looking at an image when it is predicted.
internal import Foundation

/// A way of looking at an image in prediction: mirrored or not, then turned, then enlarged, about its centre.
///
/// Averages over views of one image are what won the Galaxy Challenge (Dieleman et al. 2015).
public struct TestTimeView: Sendable, Hashable, Codable {
  /// Left and right are exchanged.
  public let isMirrored: Bool
  /// Rotation in turns, clockwise on the screen.
  public let turns: Double
  /// How many times larger things look.
  public let zoom: Double

  /// A view; without arguments, the image as it is.
  public init(isMirrored: Bool = false, turns: Double = 0, zoom: Double = 1) {
    self.isMirrored = isMirrored
    self.turns = turns
    self.zoom = zoom
  }

  /// The image as it is.
  public static let plain = TestTimeView()

  /// Whether every pixel of the view is one of the image, as for flips and quarter turns; other views are interpolated.
  public var isExact: Bool { zoom == 1 && 4 * turns == (4 * turns).rounded() }

  /// Whether the view fits into a frame only where this is a square.
  public var needsSquare: Bool { 2 * turns != (2 * turns).rounded() }
}

extension TestTimeView: CustomStringConvertible {
  /// Such as `90°`, `45° mirrored` or `0° ×1.05`.
  public var description: String {
    let angle = String(format: "%.4g°", 360 * turns)
    return angle + (isMirrored ? " mirrored" : "") + (zoom == 1 ? "" : String(format: " ×%.3g", zoom))
  }
}
