// Lists of views to average over.

extension TestTimeView {
  private static let zooms = [1, 1.05, 1 / 1.05]

  /// A list of so many views, the image as it is first; nil where there is no list of that length.
  ///
  /// | Count | Views |
  /// |---|---|
  /// | 1 | the image as it is |
  /// | 2 | and mirrored |
  /// | 4 | and both turned by 180° |
  /// | 8 | and all four by 90°: the symmetries of a square |
  /// | 6 | the image and it turned by 45°, in three zooms |
  /// | 16 and more, even | evenly spaced rotations, mirrored and not and, where 6 divides the count, in three zooms |
  ///
  /// So 16 are eight rotations, and 48 these in the three zooms; the challenge's second took 48 views, the winner 60. A network
  /// whose answers no flip and no quarter turn changes, such as `galaxy`, answers 6 views as it does 48.
  public static func list(_ count: Int) -> [TestTimeView]? {
    let rotations: Int
    var zooms = [1.0]
    switch count {
    case 1: return [.plain]
    case 2: rotations = 1
    case 4: rotations = 2
    case 6: return Self.zooms.flatMap { zoom in [0, 0.125].map { TestTimeView(turns: $0, zoom: zoom) } }
    case 8: rotations = 4
    case 16...maximumCount where count % 6 == 0:
      rotations = count / 6
      zooms = Self.zooms
    case 16...maximumCount where count % 2 == 0: rotations = count / 2
    default: return nil
    }
    return zooms.flatMap { zoom in
      (0..<rotations).flatMap { rotation in
        [false, true].map {
          TestTimeView(isMirrored: $0, turns: Double(rotation) / Double(rotations), zoom: zoom)
        }
      }
    }
  }

  /// The lengths that a list can have, in words.
  public static let lengths = "1, 2, 4, 6, 8 or an even number from 16 to \(maximumCount)"

  /// The length of the longest list.
  public static let maximumCount = 960
}
