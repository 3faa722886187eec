// Finite differences about a point.
internal import Tensors

/// Central differences of a function of one tensor, and what counts as agreement with them.
struct CentralDifferences {
  /// Change of an element.
  let step: Float
  /// Largest relative difference that is no mismatch.
  let tolerance: Double
  /// Most elements that are tried.
  let limit: Int

  /// Where `gradient` differs from the differences of `objective` at `value`.
  func mismatches(
    _ operand: String, at value: Tensor, gradient: Tensor?, objective: (_ value: Tensor) throws -> Double
  ) rethrows -> [GradientMismatch] {
    guard let gradient, gradient.shape == value.shape else {
      return [GradientMismatch(operand: operand, element: nil, computed: nil, estimated: nil)]
    }
    let gradients = gradient.scalars
    var scalars = value.scalars
    var mismatches: [GradientMismatch] = []
    for element in stride(from: 0, to: scalars.count, by: max(1, scalars.count / limit)) {
      let original = scalars[element]
      func moved(by change: Float) throws -> (position: Float, objective: Double) {
        scalars[element] = original + change
        return (scalars[element], try objective(Tensor(value.shape, scalars: scalars)))
      }
      let above = try moved(by: step)
      let below = try moved(by: -step)
      scalars[element] = original
      let estimated = (above.objective - below.objective) / Double(above.position - below.position)
      let computed = Double(gradients[element])
      // Written so that a value that is not a number is a mismatch.
      if !(abs(estimated - computed) <= tolerance * max(1, abs(estimated), abs(computed))) {
        mismatches.append(
          GradientMismatch(operand: operand, element: element, computed: computed, estimated: estimated))
      }
    }
    return mismatches
  }
}

/// Fixed factors that make one number of an output: of either sign, and none near zero.
struct OutputWeights {
  let tensor: Tensor

  init(_ shape: Shape) {
    var random = RandomSource(seed: 11)
    tensor = Tensor(
      shape,
      scalars: (0..<shape.count).map { _ in random.uniform(in: 0.5...1.5) * (random.bernoulli(0.5) ? 1 : -1) })
  }

  /// The weighted sum of an output, in double precision.
  func sum(of output: Tensor) -> Double {
    zip(output.scalars, tensor.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}
