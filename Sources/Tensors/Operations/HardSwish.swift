// The activation of MobileNet v3.
internal import CKernels

/// x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).
///
/// - Shape: any → the same.
public func hardSwish(_ input: Variable) -> Variable {
  let x = input.value
  let output = Tensor(uninitialized: x.shape) { y in
    withPointers(x) { x in
      Parallel.forEachRange(input.shape.count, grain: Parallel.elementGrain) { range in
        gk_hard_swish(x + range.lowerBound, y + range.lowerBound, range.count)
      }
    }
  }
  return Variable.record(output, from: [input]) { (dOutput: consuming Tensor) in
    [gradient(x, consume dOutput)]
  }
}

/// The gradient of the input, written over that of the output.
private func gradient(_ x: Tensor, _ dOutput: consuming Tensor) -> Tensor {
  (consume dOutput).overwritten { dOutput, dInput in
    let count = x.shape.count
    withPointers(x) { x in
      Parallel.forEachRange(count, grain: Parallel.elementGrain) { range in
        let start = range.lowerBound
        gk_hard_swish_gradient(x + start, dOutput + start, dInput + start, range.count)
      }
    }
  }
}
