// The activation of MobileNet v3.
internal import CKernels

/// x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
///
/// - Shape: any → the same.
public func hardSwish(_ input: Variable) -> Variable {
  let x = input.value
  let output = Tensor(x.shape) { buffer in
    guard let y = buffer.baseAddress else { return }
    Parallel.forEachRange(buffer.count, grain: Parallel.elementGrain) { range in
      gk_hard_swish(x.pointer + range.lowerBound, y + range.lowerBound, range.count)
    }
    withExtendedLifetime(x) {}
  }
  return Variable.record(output, from: [input]) { (dOutput: consuming Tensor) in
    [gradient(x, consume dOutput)]
  }
}

/// The gradient of the input, written over that of the output.
private func gradient(_ x: Tensor, _ dOutput: consuming Tensor) -> Tensor {
  (consume dOutput).overwritten { dOutput, dInput in
    Parallel.forEachRange(x.shape.count, grain: Parallel.elementGrain) { range in
      let start = range.lowerBound
      gk_hard_swish_gradient(x.pointer + start, dOutput + start, dInput + start, range.count)
    }
    withExtendedLifetime(x) {}
  }
}
