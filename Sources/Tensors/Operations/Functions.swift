// Exponential, logarithm and square root, element by element.
internal import Foundation
internal import Preconditions

/// e to the power of the input.
///
/// - Shape: any → the same.
public func exp(_ input: Variable) -> Variable {
  let output = input.value.mapped { Foundation.exp($0) }
  return Variable.record(output, from: [input]) { dOutput in [dOutput.times(output)] }
}

/// The natural logarithm.
///
/// - Shape: any → the same.
public func log(_ input: Variable) -> Variable {
  Variable.record(input.value.mapped { Foundation.log($0) }, from: [input]) { [x = input.value] dOutput in
    [dOutput.divided(by: x)]
  }
}

/// The square root.
///
/// - Shape: any → the same.
public func sqrt(_ input: Variable) -> Variable {
  let output = input.value.mapped { $0.squareRoot() }
  return Variable.record(output, from: [input]) { dOutput in
    [dOutput.combined(with: output) { d, y in d / (2 * y) }]
  }
}

extension Tensor {
  /// `transform` of every element; for functions that are no bottleneck and so have no kernel.
  func mapped(_ transform: (Float) -> Float) -> Tensor {
    Tensor(shape) { output in
      Parallel.forEachRange(shape.count, grain: Parallel.elementGrain) { range in
        for index in range { output[index] = transform(pointer[index]) }
      }
      withExtendedLifetime(self) {}
    }
  }

  /// `transform` of every pair of elements of two tensors of one shape.
  func combined(with other: Tensor, _ transform: (Float, Float) -> Float) -> Tensor {
    require(shape == other.shape, "Tensor.combined: shapes \(shape) and \(other.shape)")
    return Tensor(shape) { output in
      Parallel.forEachRange(shape.count, grain: Parallel.elementGrain) { range in
        for index in range { output[index] = transform(pointer[index], other.pointer[index]) }
      }
      withExtendedLifetime((self, other)) {}
    }
  }
}
