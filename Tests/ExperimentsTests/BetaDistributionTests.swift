// The beta distribution, against SciPy 1.17.
import Experiments
import Testing

@Suite struct BetaDistributionTests {
  /// `scipy.stats.beta(alpha, beta)`: `cdf(x)`, `ppf(0.05)` and `ppf(0.95)`.
  @Test(arguments: [
    [2, 3, 0.4, 0.5247999999999999, 0.09761146288641434, 0.7513953742698181],
    [0.5, 0.5, 0.1, 0.20483276469913345, 0.0061558297024311365, 0.9938441702975689],
    [101, 1, 0.99, 0.3623720178604969, 0.9707748464609609, 0.9994922745363412],
    [1, 1000, 0.001, 0.6323045752290359, 5.129197890901781e-05, 0.002991249545095295],
    [60.5, 240, 0.2, 0.4884658220005132, 0.164501195782221, 0.2404243672665492],
    [5, 1, 0.3, 0.0024299999999999994, 0.5492802716530588, 0.9897937816869885],
  ])
  func isSciPys(row: [Double]) {
    let distribution = BetaDistribution(row[0], row[1])
    #expect(abs(distribution.cumulative(row[2]) - row[3]) < 1e-12)
    #expect(abs(distribution.quantile(0.05) - row[4]) < 2e-9)
    #expect(abs(distribution.quantile(0.95) - row[5]) < 2e-9)
  }

  @Test func theEndsAreCertain() {
    let distribution = BetaDistribution(2, 3)
    #expect(distribution.cumulative(0) == 0 && distribution.cumulative(1) == 1)
    // The only answer to a question.
    #expect(BetaDistribution(7, 0).quantile(0.5) > 1 - 1e-8)
  }
}
