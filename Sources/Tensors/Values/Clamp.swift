// Activations that clamp values to a range: ReLU and ReLU6.
internal import CKernels

/// A range that values are clamped to, as ReLU and ReLU6 do.
public struct Clamp: Sendable, Hashable {
  /// The smallest value that passes unchanged.
  public let lower: Float
  /// The largest value that passes unchanged.
  public let upper: Float

  /// Every value passes.
  public static let none = Clamp(lower: -.infinity, upper: .infinity)
  /// max(x, 0).
  public static let relu = Clamp(lower: 0, upper: .infinity)
  /// min(max(x, 0), 6).
  public static let relu6 = Clamp(lower: 0, upper: 6)
}

extension Clamp {
  /// The elements, clamped.
  func clamped(_ input: Tensor) -> Tensor {
    Tensor(uninitialized: input.shape) { y in
      withPointers(input) { x in
        Parallel.forEachRange(input.shape.count, grain: Parallel.elementGrain) { range in
          gk_clamp(x + range.lowerBound, lower, upper, y + range.lowerBound, range.count)
        }
      }
    }
  }

  /// The gradient of the values that were clamped to `output`: zero where they were changed.
  func gradient(_ output: Tensor, _ dOutput: consuming Tensor) -> Tensor {
    if self == .none { return dOutput }
    return (consume dOutput).overwritten { dOutput, dInput in
      withPointers(output) { y in
        Parallel.forEachRange(output.shape.count, grain: Parallel.elementGrain) { range in
          let start = range.lowerBound
          gk_clamp_gradient(y + start, dOutput + start, lower, upper, dInput + start, range.count)
        }
      }
    }
  }
}

/// The input, clamped to a range; the gradient is zero where a value was changed.
///
/// - Shape: any → the same.
public func clamp(_ input: Variable, to range: Clamp) -> Variable {
  if range == .none { return input }
  let output = range.clamped(input.value)
  return Variable.record(output, from: [input]) { (dOutput: consuming Tensor) in
    [range.gradient(output, consume dOutput)]
  }
}

/// The positive part, max(x, 0).
///
/// - Shape: any → the same.
public func relu(_ input: Variable) -> Variable { clamp(input, to: .relu) }

/// The positive part, but 6 at most.
///
/// - Shape: any → the same.
public func relu6(_ input: Variable) -> Variable { clamp(input, to: .relu6) }
