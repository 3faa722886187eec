// An operation of one's own with its derivative, and the check that the derivative is right.
import GradientChecking
import Foundation
import Tensors

/// x · tanh(ln(1 + exp(x))), element by element (Misra 2020, "Mish").
///
/// - Shape: any → the same.
func mish(_ input: Variable) -> Variable {
  elementwise(input, Mish())
}

/// The function of one number; as a type, its loops are compiled for it and use vectors where they can.
struct Mish: ElementFunction {
  func value(_ x: Float) -> Float { x * gate(x) }

  func derivative(_ x: Float) -> Float {
    let t = gate(x)
    return t + x * (1 - t * t) * sigmoid(x)
  }

  /// tanh(ln(1 + u)) with u = exp(x), which is (u² + 2u) / (u² + 2u + 2); 1 for large x.
  private func gate(_ x: Float) -> Float {
    guard x < 20 else { return 1 }
    let u = exp(x)
    return (u * u + 2 * u) / (u * u + 2 * u + 2)
  }

  private func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
}

/// The rows of a matrix, each scaled to length 1, by one pass forward and one back.
///
/// - Shape: [N, C] → [N, C].
func normalizeRows(_ input: Variable) -> Variable {
  let x = input.value
  let lengths = (x * x).sum(over: [1], keepingAxes: true).map { ($0 + 1e-12).squareRoot() }
  let y = x / lengths
  return Variable.record(y, from: [input]) { dOutput in
    // dx = (dy - y (y · dy)) / |x|
    let along = (y * dOutput).sum(over: [1], keepingAxes: true)
    return [(dOutput - y * along) / lengths]
  }
}

var random = RandomSource(seed: 1)
let input = Tensor.normal([5, 7], using: &random)
for (name, operation) in [("mish", mish), ("normalizeRows", normalizeRows)] {
  let mismatches = gradientMismatches(at: [input]) { operation($0[0]) }
  print("\(name): \(mismatches.count) of \(input.shape.count) derivatives differ from the differences of values")
  precondition(mismatches.isEmpty, "\(mismatches)")
}

// The checker finds what is wrong.
let wrong = gradientMismatches(at: [input]) { elementwise($0[0], { $0 * $0 }, derivativeOfInput: { $0 }) }
precondition(!wrong.isEmpty, "a wrong derivative passed")
print("a wrong derivative is found:", wrong[0])
