// Statistics of labels, by hand.
import Experiments
import Testing

@Suite struct ColumnStatisticsTests {
  private let statistics = ColumnStatistics(
    [[1, 2, .nan], [2, 4, 7], [3, 6, 7], [.nan, 8, 7], [3, 0, 7]], columns: 3)

  @Test func columnsByHand() {
    let first = statistics.columns[0]
    #expect(first.count == 4 && first.mean == 2.25 && first.range == 1...3)
    #expect(abs(first.deviation - 0.6875.squareRoot()) < 1e-12)
    // Of two rows of the largest value the first.
    #expect(first.least == 0 && first.largest == 2)
    #expect(statistics.columns[1].mean == 4 && statistics.columns[1].deviation == 8.0.squareRoot())
    #expect(statistics.columns[2].deviation == 0)
    #expect(statistics.count == 5)
  }

  @Test func columnsWithoutValuesAreEmpty() {
    let column = ColumnStatistics([[.nan]], columns: 1).columns[0]
    #expect(column.count == 0 && column.mean.isNaN && column.range == nil && column.least == nil)
  }

  /// Over the rows (1, 2), (2, 4), (3, 6) and (3, 0): covariance 0.25, variances 0.6875 and 5.
  @Test func correlationsByHand() {
    let matrix = statistics.correlations(of: 0..<3)
    let expected = 0.25 / (0.6875 * 5.0).squareRoot()
    #expect(abs(matrix[0][1] - expected) < 1e-12 && matrix[1][0] == matrix[0][1])
    #expect(abs(matrix[0][0] - 1) < 1e-12)
    // What does not vary goes together with nothing.
    #expect(matrix[0][2].isNaN && matrix[2][2].isNaN)
    #expect(statistics.correlations(of: 1..<2).count == 1)
  }

  @Test func binsIncludeBothEnds() {
    #expect(statistics.histogram(of: 1, over: 0...8, bins: 4) == [1, 1, 1, 2])
    #expect(statistics.histogram(of: 0, over: 1...3, bins: 2) == [1, 3])
    #expect(statistics.histogram(of: 2, over: 7...7, bins: 3) == [4, 0, 0])
    #expect(statistics.histogram(of: 1, over: 3...5, bins: 1) == [1])
  }

  @Test func thresholdsAreExceeded() {
    #expect(statistics.count(of: 1, above: 4) == 2)
    #expect(statistics.count(of: 0, above: 0) == 4)
  }
}
