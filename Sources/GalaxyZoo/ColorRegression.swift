// Ordinary least squares from a colour to the 37 fractions.

/// fractions = intercept + red · w₀ + green · w₁ + blue · w₂, fitted by least squares.
struct ColorRegression: Sendable {
  private let intercept: [Double]
  /// The change of every fraction with the three channels.
  private let weights: [SIMD3<Double>]

  /// Fits all fractions at once.
  ///
  /// Solves the normal equations of the centred colours by Cholesky's method. A ridge of 10⁻¹⁰ of the colours' mean
  /// variance keeps grey or otherwise collinear colours solvable - equal channels get equal weights - and is far too
  /// small to matter for others. Colours that do not vary get no weight.
  ///
  /// - Shape: colors [N], fractions [N, 37]
  init(colors: [SIMD3<Double>], fractions: [Float]) {
    let columns = DecisionTree.columnCount
    let mean = colors.reduce(SIMD3<Double>.zero, +) / Double(colors.count)
    let means = columnMeans(fractions)
    // The columns of the covariance matrix, and the covariances with every fraction, both times N.
    var covariance = [SIMD3<Double>](repeating: .zero, count: 3)
    var covariances = [SIMD3<Double>](repeating: .zero, count: columns)
    for (galaxy, color) in colors.enumerated() {
      let centered = color - mean
      for channel in 0..<3 { covariance[channel] += centered * centered[channel] }
      for column in 0..<columns {
        covariances[column] += centered * (Double(fractions[galaxy * columns + column]) - means[column])
      }
    }
    let trace = covariance[0][0] + covariance[1][1] + covariance[2][2]
    if trace > 0 {
      for channel in 0..<3 { covariance[channel][channel] += 1e-10 * trace / 3 }
      let factor = Self.cholesky(covariance)
      weights = covariances.map { Self.solve(factor, $0) }
    } else {
      weights = [SIMD3<Double>](repeating: .zero, count: columns)
    }
    intercept = zip(means, weights).map { $0 - ($1 * mean).sum() }
  }

  /// The 37 fractions for `color`.
  func callAsFunction(_ color: SIMD3<Double>) -> [Float] {
    zip(intercept, weights).map { Float($0 + ($1 * color).sum()) }
  }

  /// The rows of the lower triangle L with L · Lᵀ = matrix, which must be positive definite.
  private static func cholesky(_ matrix: [SIMD3<Double>]) -> [SIMD3<Double>] {
    var factor = [SIMD3<Double>](repeating: .zero, count: 3)
    for row in 0..<3 {
      for column in 0...row {
        let rest = matrix[row][column] - (factor[row] * factor[column]).sum()
        factor[row][column] = row == column ? rest.squareRoot() : rest / factor[column][column]
      }
    }
    return factor
  }

  /// x with L · Lᵀ · x = right.
  private static func solve(_ factor: [SIMD3<Double>], _ right: SIMD3<Double>) -> SIMD3<Double> {
    var x = right
    for row in 0..<3 {
      for column in 0..<row { x[row] -= factor[row][column] * x[column] }
      x[row] /= factor[row][row]
    }
    for row in (0..<3).reversed() {
      for column in row + 1..<3 { x[row] -= factor[column][row] * x[column] }
      x[row] /= factor[row][row]
    }
    return x
  }
}

/// The mean of every column of `fractions`, [N, 37].
func columnMeans(_ fractions: [Float]) -> [Double] {
  let columns = DecisionTree.columnCount
  var sums = [Double](repeating: 0, count: columns)
  for start in stride(from: 0, to: fractions.count, by: columns) {
    for column in 0..<columns { sums[column] += Double(fractions[start + column]) }
  }
  return sums.map { $0 / Double(fractions.count / columns) }
}
