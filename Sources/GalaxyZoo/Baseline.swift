// Predictions that any network has to beat.
internal import Preconditions

/// A way to predict the 37 fractions without looking at shapes.
public enum Baseline: String, CaseIterable, Sendable {
  /// Zero everywhere.
  case zeros
  /// The mean of every column over the training galaxies.
  case means
  /// Linear regression on the colour of the central pixel.
  case centralPixel = "central-pixel"
  /// Linear regression on the mean colour of the image.
  case meanColor = "mean-color"

  /// The baseline in words.
  public var title: String {
    switch self {
    case .zeros: "zeros"
    case .means: "column means"
    case .centralPixel: "regression on the central pixel"
    case .meanColor: "regression on the mean colour"
    }
  }

  /// The baseline fitted to training galaxies.
  ///
  /// - Shape: features [N], fractions [N, 37], N at least 1
  public func fitted(to features: [ColorFeatures], fractions: [Float]) -> FittedBaseline {
    require(
      !features.isEmpty && fractions.count == features.count * DecisionTree.columnCount,
      "Baseline.fitted: \(fractions.count) fractions do not belong to \(features.count) galaxies")
    switch self {
    case .zeros: return FittedBaseline(kind: .constant([Float](repeating: 0, count: DecisionTree.columnCount)))
    case .means: return FittedBaseline(kind: .constant(columnMeans(fractions).map { Float($0) }))
    case .centralPixel: return fitted(to: features, { $0.centralPixel }, fractions)
    case .meanColor: return fitted(to: features, { $0.meanColor }, fractions)
    }
  }

  private func fitted(
    to features: [ColorFeatures], _ color: @escaping @Sendable (ColorFeatures) -> SIMD3<Double>, _ fractions: [Float]
  ) -> FittedBaseline {
    let regression = ColorRegression(colors: features.map(color), fractions: fractions)
    return FittedBaseline(kind: .linear(color, regression))
  }
}

/// A baseline ready to predict.
public struct FittedBaseline: Sendable {
  enum Kind: Sendable {
    case constant([Float])
    case linear(@Sendable (ColorFeatures) -> SIMD3<Double>, ColorRegression)
  }

  let kind: Kind

  /// The 37 predicted fractions of a galaxy, clipped to 0...1.
  ///
  /// A regression on the mean colour is fitted to nearly black images, and one false-colour image among hundreds is
  /// enough to spoil its score where such predictions run free.
  public func callAsFunction(_ features: ColorFeatures) -> [Float] {
    switch kind {
    case .constant(let fractions): return fractions
    case .linear(let color, let regression): return regression(color(features)).map { min(max($0, 0), 1) }
    }
  }
}
