// Finite differences: whether a pullback is the derivative of its function.
public import Tensors

/// Where a computed gradient and a finite difference disagree.
public struct GradientMismatch: Sendable, CustomStringConvertible {
  let input: Int
  let element: Int
  let computed: Double
  let estimated: Double

  public var description: String {
    "input \(input), element \(element): gradient \(computed), finite difference \(estimated)"
  }
}

/// Compares the gradients of `function` with central differences at `inputs` and returns where they disagree.
///
/// The outputs are summed with fixed random weights. Differences are relative to the larger of the two values and 1, as
/// in Caffe's checker. Inputs must keep a distance of `step` from kinks.
///
/// - Parameters:
///   - step: change of an input element.
///   - tolerance: largest relative difference that is no mismatch.
///   - limit: most elements of an input that are tried; those are spread evenly.
public func gradientMismatches(
  at inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 2e-3, limit: Int = 60,
  of function: ([Variable]) -> Variable
) -> [GradientMismatch] {
  let tape = Tape()
  let tracked = inputs.map { tape.track($0) }
  let output = function(tracked)
  var random = RandomSource(seed: 11)
  let weights = Tensor(
    output.shape,
    scalars: (0..<output.shape.count).map { _ in random.uniform(in: 0.5...1.5) * (random.bernoulli(0.5) ? 1 : -1) })
  let gradients = tape.gradients(of: output, dOutput: weights)

  func objective(_ inputs: [Tensor]) -> Double {
    let output = function(inputs.map { Variable($0) }).value
    return zip(output.scalars, weights.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  var mismatches: [GradientMismatch] = []
  for (index, input) in inputs.enumerated() {
    guard let gradient = gradients[tracked[index]], gradient.shape == input.shape else {
      mismatches.append(GradientMismatch(input: index, element: -1, computed: .nan, estimated: .nan))
      continue
    }
    for element in stride(from: 0, to: input.shape.count, by: max(1, input.shape.count / limit)) {
      var values = input.scalars
      let original = values[element]
      func shifted(by change: Float) -> (position: Float, objective: Double) {
        values[element] = original + change
        var changed = inputs
        changed[index] = Tensor(input.shape, scalars: values)
        return (values[element], objective(changed))
      }
      let above = shifted(by: step)
      let below = shifted(by: -step)
      let estimated = (above.objective - below.objective) / Double(above.position - below.position)
      let computed = Double(gradient.scalars[element])
      let scale = max(1, abs(estimated), abs(computed))
      if !(abs(estimated - computed) <= tolerance * scale) {
        mismatches.append(
          GradientMismatch(input: index, element: element, computed: computed, estimated: estimated))
      }
    }
  }
  return mismatches
}
