// Which of many images look alike.

/// Groups of images that look alike, found without comparing each with each.
///
/// Images are sorted into a grid by the means of five parts of their signatures. An image is compared with the first image of
/// every group near it in the grid, and with a limited number of those, so that time grows with the number of images alone,
/// also where all look alike.
package struct NearDuplicates {
  /// Signatures of images that look alike differ by no more, as `ImageSignature/distance(to:limit:)` measures it.
  ///
  /// Real galaxies encoded anew, at qualities of 50 to 90, differ by less from what they were, and of 7,519 of them no two
  /// differ by as little.
  package static let limit: Float = 5
  /// A part's mean changes by no more when an image is encoded anew.
  private static let tolerance: Float = 2.5
  private static let cellWidth: Float = 6
  private static let comparisonLimit = 2_000

  private var cells: [UInt64: [Int32]] = [:]
  private(set) var groups: [[Int]] = []
  private var leaders: [ImageSignature] = []

  /// The groups of more than one image among `signatures`, by their indices; images without a signature are in none.
  package static func groups(of signatures: [ImageSignature?]) -> [[Int]] {
    var search = NearDuplicates()
    for (index, signature) in signatures.enumerated() {
      if let signature { search.add(index, signature) }
    }
    return search.groups.filter { $0.count > 1 }
  }

  private mutating func add(_ index: Int, _ signature: ImageSignature) {
    let means = Self.means(of: signature)
    if let group = nearestGroup(to: signature, means) { return groups[group].append(index) }
    cells[Self.key(means.map { Int(($0 / Self.cellWidth).rounded(.down)) }), default: []].append(Int32(groups.count))
    groups.append([index])
    leaders.append(signature)
  }

  private func nearestGroup(to signature: ImageSignature, _ means: [Float]) -> Int? {
    let ranges = means.map { mean in
      let (low, high) = ((mean - Self.tolerance) / Self.cellWidth, (mean + Self.tolerance) / Self.cellWidth)
      return Int(low.rounded(.down))...Int(high.rounded(.down))
    }
    var best: (group: Int, distance: Float)?
    var comparisons = 0
    for combination in 0..<ranges.reduce(1, { $0 * $1.count }) {
      var rest = combination
      let cell = ranges.map { range in
        defer { rest /= range.count }
        return range.lowerBound + rest % range.count
      }
      for group in cells[Self.key(cell)] ?? [] {
        if comparisons == Self.comparisonLimit { return best?.group }
        comparisons += 1
        let distance = signature.distance(to: leaders[Int(group)], limit: best?.distance ?? Self.limit)
        if distance <= Self.limit, distance < best?.distance ?? .infinity { best = (Int(group), distance) }
      }
    }
    return best?.group
  }

  private static func key(_ cell: [Int]) -> UInt64 {
    cell.reduce(0) { $0 << 12 | UInt64(truncatingIfNeeded: $1 & 0xFFF) }
  }

  /// The mean levels of the quarters of the middle, where galaxies are, and of everything.
  private static func means(of signature: ImageSignature) -> [Float] {
    let side = ImageSignature.side
    func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Float {
      var sum = 0
      for row in rows { for column in columns { sum += Int(signature.values[row * side + column]) } }
      return Float(sum) / Float(rows.count * columns.count)
    }
    let (quarter, half) = (side / 4, side / 2)
    let halves = [quarter..<half, half..<side - quarter]
    return halves.flatMap { rows in halves.map { mean(rows, $0) } } + [mean(0..<side, 0..<side)]
  }
}
