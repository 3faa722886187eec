// Activation functions.
internal import CKernels
internal import Foundation

/// The positive part, max(x, 0).
///
/// - Shape: any → the same.
public func relu(_ input: Variable) -> Variable { rectified(input, by: gk_relu, gradient: gk_relu_gradient) }

/// The positive part up to six, min(max(x, 0), 6) (Howard et al. 2017).
///
/// - Shape: any → the same.
public func relu6(_ input: Variable) -> Variable { rectified(input, by: gk_relu6, gradient: gk_relu6_gradient) }

/// A function whose derivative is one or zero, which its value decides.
private func rectified(
  _ input: Variable, by kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void,
  gradient:
    @escaping @Sendable (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void
) -> Variable {
  let output = Tensor(input.shape) { buffer in
    guard let y = buffer.baseAddress else { return }
    let x = input.value
    Parallel.forEachRange(buffer.count, grain: Parallel.elementGrain) { range in
      kernel(x.pointer + range.lowerBound, y + range.lowerBound, range.count)
    }
    withExtendedLifetime(x) {}
  }
  return Variable.record(output, from: [input]) { dOutput in
    var dInput = consume dOutput
    dInput.withUnsafeMutableBuffer { buffer in
      guard let d = buffer.baseAddress else { return }
      Parallel.forEachRange(buffer.count, grain: Parallel.elementGrain) { range in
        let start = range.lowerBound
        gradient(output.pointer + start, d + start, d + start, range.count)
      }
      withExtendedLifetime(output) {}
    }
    return [dInput]
  }
}

/// The logistic function, 1 / (1 + exp(-x)).
///
/// - Shape: any → the same.
public func sigmoid(_ input: Variable) -> Variable {
  let output = input.value.mapped { x in
    // Either form overflows on one side.
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let e = exp(x)
    return e / (1 + e)
  }
  return Variable.record(output, from: [input]) { dOutput in
    [dOutput.combined(with: output) { d, y in d * y * (1 - y) }]
  }
}
