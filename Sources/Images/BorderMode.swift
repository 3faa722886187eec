// What lies beyond an image's edges.

/// What is seen outside an image with the pixels a b c d in a line.
public enum BorderMode: String, Sendable, Equatable, Codable, CaseIterable {
  /// Its mirror image, the edge pixels repeated: d c b a | a b c d | d c b a.
  case reflect
  /// The nearest of its pixels: a a a a | a b c d | d d d d.
  case nearest
  /// Black: 0 0 0 0 | a b c d | 0 0 0 0, before contrast and brightness are changed.
  case constant

  /// The pixel of a line of `count` that is seen at `index`; `nil` for black.
  func pixel(_ index: Int, _ count: Int) -> Int? {
    switch self {
    case .reflect:
      let remainder = index % (2 * count)
      let place = remainder < 0 ? remainder + 2 * count : remainder
      return place < count ? place : 2 * count - 1 - place
    case .nearest: return min(max(index, 0), count - 1)
    case .constant: return (0..<count).contains(index) ? index : nil
    }
  }
}
