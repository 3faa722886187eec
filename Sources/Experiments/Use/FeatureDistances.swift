// How far images lie from each other, by what a network's layer makes of them.
internal import Preconditions
package import Tensors

/// Distances between rows of features, each feature in its standard deviations over all rows.
///
/// It is the Euclidean distance of standardised features over the square root of their number, so that two rows that have
/// nothing in common lie about √2 apart, however many features there are. Features that do not vary do not count. Every
/// feature weighs alike, which finds what is rare, too (Lochner and Bassett 2021 standardise features of galaxies for that).
package struct FeatureDistances {
  /// A row and how far away it is.
  package typealias Neighbour = (row: Int, distance: Float)

  /// The number of rows.
  package let count: Int
  /// Standardised columns of rows: [features, rows of the block].
  private let blocks: [Tensor]
  private let squares: [Float]

  /// Products of two blocks take 16 MB.
  private static let blockSize = 2048

  /// - Shape: features [N, ...], at least one row.
  package init(_ features: Tensor) {
    count = features.shape[0]
    let width = features.shape.count / max(1, count)
    let scales = Self.scales(features, width: width)
    let rows = count
    blocks = stride(from: 0, to: rows, by: Self.blockSize).map { start in
      let size = min(Self.blockSize, rows - start)
      return features.withUnsafeBuffer { values in
        Tensor([width, size]) { block in
          let target = block.baseAddress
          Parallel.forEach(width) { feature in
            let (mean, factor) = scales[feature]
            for row in 0..<size {
              let value = factor == 0 ? 0 : (values[(start + row) * width + feature] - mean) * factor
              target?.advanced(by: feature * size + row).initialize(to: value)
            }
          }
        }
      }
    }
    squares = blocks.flatMap { block in (block * block).sum(over: [0]).scalars }
  }

  /// Mean of every feature, and what makes its squared differences add up to a mean over the features.
  private static func scales(_ features: Tensor, width: Int) -> [(mean: Float, factor: Float)] {
    let rows = features.shape[0]
    let moments: [(mean: Double, variance: Double)] = features.withUnsafeBuffer { values in
      var sums = [Double](repeating: 0, count: width)
      for row in 0..<rows { for feature in 0..<width { sums[feature] += Double(values[row * width + feature]) } }
      let means = sums.map { $0 / Double(rows) }
      var squares = [Double](repeating: 0, count: width)
      for row in 0..<rows {
        for feature in 0..<width {
          let difference = Double(values[row * width + feature]) - means[feature]
          squares[feature] += difference * difference
        }
      }
      return zip(means, squares).map { ($0, $1 / Double(rows)) }
    }
    // Less than the rounding of the features is no variation.
    func varies(_ moment: (mean: Double, variance: Double)) -> Bool {
      moment.variance.squareRoot() > 1e-6 * max(abs(moment.mean), 1e-30)
    }
    let active = Double(max(1, moments.count(where: varies)))
    return moments.map { moment in
      (Float(moment.mean), varies(moment) ? Float(1 / (moment.variance * active).squareRoot()) : 0)
    }
  }

  /// The rows nearest to each of the given ones, themselves left out, the nearest first; of equally near ones the first.
  ///
  /// - Parameters:
  ///   - rows: the rows whose neighbours are wanted.
  ///   - wanted: how many of each; fewer where there are no more.
  ///   - progress: told how many rows are done.
  package func nearest(to rows: [Int], count wanted: Int, progress: (_ done: Int) -> Void = { _ in }) -> [[Neighbour]] {
    require(wanted > 0, "FeatureDistances.nearest: expected a positive count, found \(wanted)")
    let length = min(wanted, count - 1)
    guard length > 0 else { return rows.map { _ in [] } }
    var result: [[Neighbour]] = []
    result.reserveCapacity(rows.count)
    for start in stride(from: 0, to: rows.count, by: Self.blockSize) {
      let chosen = Array(rows[start..<min(start + Self.blockSize, rows.count)])
      result += nearest(chosen, length)
      progress(start + chosen.count)
    }
    return result
  }

  private func nearest(_ chosen: [Int], _ length: Int) -> [[Neighbour]] {
    let own = gathered(chosen)
    // The squares of the distances, and whose they are, ascending for every chosen row.
    var near = [Float](repeating: .infinity, count: chosen.count * length)
    var whose = [Int](repeating: -1, count: chosen.count * length)
    for (number, block) in blocks.enumerated() {
      let first = number * Self.blockSize
      let size = block.shape[1]
      let products = matrixProduct(Variable(own), Variable(block)).value
      products.withUnsafeBuffer { products in
        near.withUnsafeMutableBufferPointer { near in
          whose.withUnsafeMutableBufferPointer { whose in
            squares.withUnsafeBufferPointer { squares in
              Parallel.forEach(chosen.count) { row in
                let last = row * length + length - 1
                for column in 0..<size where first + column != chosen[row] {
                  let square =
                    squares[chosen[row]] + squares[first + column] - 2 * products[row * size + column]
                  guard square < near[last] else { continue }
                  var place = last
                  while place > row * length, near[place - 1] > square {
                    near[place] = near[place - 1]
                    whose[place] = whose[place - 1]
                    place -= 1
                  }
                  near[place] = square
                  whose[place] = first + column
                }
              }
            }
          }
        }
      }
    }
    return chosen.indices.map { row in
      // Equal rows may come out a rounding below zero.
      (row * length..<(row + 1) * length).filter { whose[$0] >= 0 }.map { (whose[$0], max(0, near[$0]).squareRoot()) }
    }
  }

  /// Rows side by side.
  ///
  /// - Shape: [rows, features].
  private func gathered(_ rows: [Int]) -> Tensor {
    let width = blocks[0].shape[0]
    var values = [Float](repeating: 0, count: rows.count * width)
    for (target, row) in rows.enumerated() {
      let block = blocks[row / Self.blockSize]
      let size = block.shape[1]
      block.withUnsafeBuffer { block in
        for feature in 0..<width {
          values[target * width + feature] = block[feature * size + row % Self.blockSize]
        }
      }
    }
    return Tensor([rows.count, width], scalars: values)
  }
}
