// The larger and the smaller of two values, and values limited to a range.
internal import Preconditions

/// The larger of two elements, repeated along axes of extent 1 as needed; where they are equal, each gets half of the
/// gradient, as in PyTorch.
///
/// - Shape: shapes that broadcast → their common shape.
public func maximum(_ left: Variable, _ right: Variable) -> Variable {
  extremum(left, right, operation: "maximum") { x, y in
    x > y || x.isNaN ? x : y
  } leftShare: { x, y in
    x > y ? 1 : x == y ? 0.5 : 0
  }
}

/// The smaller of two elements, repeated along axes of extent 1 as needed; where they are equal, each gets half of the
/// gradient, as in PyTorch.
///
/// - Shape: shapes that broadcast → their common shape.
public func minimum(_ left: Variable, _ right: Variable) -> Variable {
  extremum(left, right, operation: "minimum") { x, y in
    x < y || x.isNaN ? x : y
  } leftShare: { x, y in
    x < y ? 1 : x == y ? 0.5 : 0
  }
}

/// The elements limited to lower ... upper; as in PyTorch, the gradient passes where an element lies in the range or on
/// its ends.
///
/// - Shape: any → the same.
public func clamp(_ input: Variable, min lower: Float = -.infinity, max upper: Float = .infinity) -> Variable {
  require(lower <= upper, "clamp: expected a range, found \(lower) to \(upper)")
  return elementwise(input, Limits(lower: lower, upper: upper))
}

private struct Limits: ElementFunction {
  let lower, upper: Float
  func value(_ x: Float) -> Float { x < lower ? lower : x > upper ? upper : x }
  func derivative(_ x: Float) -> Float { x >= lower && x <= upper ? 1 : 0 }
}

/// - Parameter leftShare: the share of the gradient that goes to the left operand; the right one has the rest.
private func extremum(
  _ left: Variable, _ right: Variable, operation: StaticString, _ choice: (Float, Float) -> Float,
  leftShare: @escaping @Sendable (Float, Float) -> Float
) -> Variable {
  let broadcast = Broadcast(left.shape, right.shape, operation: operation)
  let output = broadcast.map(left.value, right.value, choice)
  return Variable.record(output, from: [left, right]) {
    [l = left.value, r = right.value, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
    let broadcast = Broadcast(l.shape, r.shape, operation: operation)
    let shares = broadcast.map(l, r, leftShare)
    return [
      leftWanted ? dOutput.map(with: shares) { d, share in d * share }.summed(to: l.shape) : nil,
      rightWanted ? dOutput.map(with: shares) { d, share in d * (1 - share) }.summed(to: r.shape) : nil,
    ]
  }
}
