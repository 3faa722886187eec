// The same elements under another shape.

/// The input under another shape of the same count.
///
/// - Shape: any → `shape`.
public func reshape(_ input: Variable, to shape: Shape) -> Variable {
  Variable.record(input.value.reshaped(to: shape), from: [input]) { [shape = input.shape] dOutput in
    [dOutput.reshaped(to: shape)]
  }
}

/// Every image as one row.
///
/// - Shape: input [N, ...] → [N, product of the rest].
public func flatten(_ input: Variable) -> Variable {
  reshape(input, to: [input.shape[0], input.shape.dimensions.dropFirst().reduce(1, *)])
}
