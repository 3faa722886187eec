// Which part of an image a network sees.
internal import Foundation
internal import Images

/// The part of an image that is kept.
///
/// Its text form, used in files and on the command line, is `regionOfInterest`, `whole` or `center:212x212`;
/// `center:212` is read as a square, and `centre` as `center`.
public enum Crop: Sendable, Equatable, LosslessStringConvertible, Codable {
  /// Hildebrandt's square around the galaxy.
  case regionOfInterest
  /// The whole frame.
  case whole
  /// A rectangle in the middle, in pixels.
  case center(width: Int, height: Int)

  /// The crop that `description` stands for.
  public init?(_ description: String) {
    switch description {
    case "regionOfInterest": self = .regionOfInterest
    case "whole": self = .whole
    default:
      guard ["center:", "centre:"].contains(where: description.hasPrefix) else { return nil }
      let sides = description.dropFirst("center:".count).split(separator: "x", omittingEmptySubsequences: false)
      guard sides.count <= 2, let width = Int(sides[0]), let height = Int(sides[sides.count - 1]), width > 0, height > 0
      else { return nil }
      self = .center(width: width, height: height)
    }
  }

  /// The text form.
  public var description: String {
    switch self {
    case .regionOfInterest: "regionOfInterest"
    case .whole: "whole"
    case .center(let width, let height): "center:\(width)x\(height)"
    }
  }

  /// Reads the text form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let crop = Crop(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "expected regionOfInterest, whole or center:WxH, found \(text)")
    }
    self = crop
  }

  /// Writes the text form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
