// What the labels of a data set are like, column by column and against each other.
internal import Foundation
internal import Preconditions

/// Statistics of rows of numbers; a missing number, which is not a number, does not count.
package struct ColumnStatistics: Sendable {
  /// What is known of one column.
  package struct Column: Sendable, Equatable {
    /// How many rows have a value.
    package let count: Int
    /// Its mean; not a number without values.
    package let mean: Double
    /// Its standard deviation; not a number without values.
    package let deviation: Double
    /// Its least and its largest value; nil without values.
    package let range: ClosedRange<Float>?
    /// The positions of the rows of least and of largest value, the first of equal ones.
    package let least: Int?, largest: Int?
  }

  /// The columns in their order.
  package let columns: [Column]
  private let rows: [[Float]]

  /// The number of rows.
  package var count: Int { rows.count }

  /// Statistics of rows of equal length.
  package init(_ rows: [[Float]], columns count: Int) {
    require(
      rows.allSatisfy { $0.count == count }, "ColumnStatistics: expected rows of \(count) numbers")
    self.rows = rows
    columns = (0..<count).map { column in
      let known = rows.indices.filter { !rows[$0][column].isNaN }
      let values = known.map { Double(rows[$0][column]) }
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let least = known.min { (rows[$0][column], $0) < (rows[$1][column], $1) }
      let largest = known.min { (-rows[$0][column], $0) < (-rows[$1][column], $1) }
      var range: ClosedRange<Float>?
      if let least, let largest { range = rows[least][column]...rows[largest][column] }
      return Column(
        count: values.count, mean: mean, deviation: (squares / Double(values.count)).squareRoot(), range: range,
        least: least, largest: largest)
    }
  }

  /// How many values of a column are above a threshold.
  package func count(of column: Int, above threshold: Float) -> Int {
    rows.reduce(0) { $0 + ($1[column] > threshold ? 1 : 0) }
  }

  /// Pearson's correlation of all pairs of the given columns, over the rows that have both; not a number where one of them
  /// does not vary.
  package func correlations(of chosen: Range<Int>) -> [[Double]] {
    var matrix = [[Double]](repeating: [Double](repeating: 1, count: chosen.count), count: chosen.count)
    for (i, first) in chosen.enumerated() {
      for (j, second) in chosen.enumerated() where j <= i {
        let value = correlation(first, second)
        (matrix[i][j], matrix[j][i]) = (value, value)
      }
    }
    return matrix
  }

  private func correlation(_ first: Int, _ second: Int) -> Double {
    var (count, meanX, meanY, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for row in rows where !row[first].isNaN && !row[second].isNaN {
      // Welford's sums keep their digits where the mean is large.
      count += 1
      let (dx, dy) = (Double(row[first]) - meanX, Double(row[second]) - meanY)
      meanX += dx / count
      meanY += dy / count
      xx += dx * (Double(row[first]) - meanX)
      yy += dy * (Double(row[second]) - meanY)
      xy += dx * (Double(row[second]) - meanY)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : .nan
  }

  /// How many values of a column lie in each of `bins` equal parts of a range; what lies outside does not count.
  package func histogram(of column: Int, over range: ClosedRange<Float>, bins: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: bins)
    let width = (range.upperBound - range.lowerBound) / Float(bins)
    for row in rows where range.contains(row[column]) {
      // The upper end belongs to the last bin; a range of one value has only one.
      let bin = width > 0 ? Int((row[column] - range.lowerBound) / width) : 0
      counts[min(bin, bins - 1)] += 1
    }
    return counts
  }
}
