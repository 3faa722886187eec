// How far a score would move with other images.
internal import Preconditions
internal import Tensors

/// Bootstrap over images (Efron 1979): scores of many samples as large as the data, drawn from them with replacement.
public struct Bootstrap: Sendable {
  /// Samples that are drawn.
  public let resamples: Int
  /// What they are drawn by.
  public let seed: UInt64

  /// A thousand samples unless another number is given.
  public init(resamples: Int = 1000, seed: UInt64 = 0) {
    require(resamples > 0, "Bootstrap: expected at least one resample, found \(resamples)")
    self.resamples = resamples
    self.seed = seed
  }

  /// For every sample, the sums of the columns of a table over the rows that were drawn.
  ///
  /// Scores that are functions of such sums, such as a root mean square or a correlation, all see the same samples.
  ///
  /// - Shape: table [rows, columns], one row after the other → [resamples][columns].
  func sums(of table: [Double], columns: Int) -> [[Double]] {
    require(columns > 0 && table.count % columns == 0, "Bootstrap.sums: \(table.count) numbers in \(columns) columns")
    let rows = table.count / columns
    guard rows > 0 else { return [] }
    let stream = RandomSource(seed: seed).split("bootstrap")
    var sums = [Double](repeating: 0, count: resamples * columns)
    sums.withUnsafeMutableBufferPointer { sums in
      table.withUnsafeBufferPointer { table in
        Parallel.forEach(resamples) { resample in
          var random = stream.split(UInt64(resample))
          var counts = [Int32](repeating: 0, count: rows)
          for _ in 0..<rows { counts[random.integer(below: rows)] += 1 }
          let target = UnsafeMutableBufferPointer(
            rebasing: sums[resample * columns..<(resample + 1) * columns])
          for row in 0..<rows where counts[row] > 0 {
            let weight = Double(counts[row])
            for column in 0..<columns { target[column] += weight * table[row * columns + column] }
          }
        }
      }
    }
    return (0..<resamples).map { Array(sums[$0 * columns..<($0 + 1) * columns]) }
  }
}
