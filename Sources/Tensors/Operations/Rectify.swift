// Activations that limit values to a range: ReLU and ReLU6.
internal import CKernels

/// The range that an activation limits values to.
public struct Rectification: Sendable, Hashable {
  /// Smallest value that is let through.
  public let lower: Float
  /// Largest value that is let through.
  public let upper: Float

  /// Everything is let through.
  public static let none = Rectification(lower: -.infinity, upper: .infinity)
  /// max(x, 0).
  public static let relu = Rectification(lower: 0, upper: .infinity)
  /// min(max(x, 0), 6).
  public static let relu6 = Rectification(lower: 0, upper: 6)
}

/// The input, limited to a range; where it is limited, its gradient is zero.
///
/// - Shape: any → the same.
public func rectify(_ input: Variable, to rectification: Rectification) -> Variable {
  if rectification == .none { return input }
  let (lower, upper) = (rectification.lower, rectification.upper)
  let output = Tensor(input.shape) { buffer in
    guard let y = buffer.baseAddress else { return }
    let x = input.value
    Parallel.forEachRange(buffer.count, grain: Parallel.elementGrain) { range in
      gk_limit(x.pointer + range.lowerBound, lower, upper, y + range.lowerBound, range.count)
    }
    withExtendedLifetime(x) {}
  }
  return Variable.record(output, from: [input]) { (dOutput: consuming Tensor) in
    [rectification.gradient(output, consume dOutput)]
  }
}

extension Rectification {
  /// The gradient of the values before they were limited to `output`.
  func gradient(_ output: Tensor, _ dOutput: consuming Tensor) -> Tensor {
    if self == .none { return dOutput }
    let count = output.shape.count
    return (consume dOutput).overwritten { dOutput, dInput in
      Parallel.forEachRange(count, grain: Parallel.elementGrain) { range in
        let start = range.lowerBound
        gk_limit_gradient(output.pointer + start, dOutput + start, lower, upper, dInput + start, range.count)
      }
      withExtendedLifetime(output) {}
    }
  }
}

/// The positive part, max(x, 0).
///
/// - Shape: any → the same.
public func relu(_ input: Variable) -> Variable { rectify(input, to: .relu) }

/// The positive part, but 6 at most.
///
/// - Shape: any → the same.
public func relu6(_ input: Variable) -> Variable { rectify(input, to: .relu6) }
