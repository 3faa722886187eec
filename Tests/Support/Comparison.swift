// How far two tensors are apart.
public import Tensors

extension Tensor {
  /// The largest difference between elements, relative to the largest magnitude in `expected`; infinite where shapes
  /// differ or a value is not finite.
  public func relativeError(to expected: Tensor) -> Double {
    guard shape == expected.shape else { return .infinity }
    var difference = 0.0
    var magnitude = 0.0
    for (found, wanted) in zip(scalars, expected.scalars) {
      guard found.isFinite else { return .infinity }
      difference = max(difference, abs(Double(found) - Double(wanted)))
      magnitude = max(magnitude, abs(Double(wanted)))
    }
    return magnitude == 0 ? difference : difference / magnitude
  }

  /// Elements drawn uniformly from `range`.
  public static func random(_ shape: Shape, in range: ClosedRange<Float> = -1...1, seed: UInt64 = 1) -> Tensor {
    var source = RandomSource(seed: seed)
    return Tensor(shape, scalars: (0..<shape.count).map { _ in source.uniform(in: range) })
  }
}
