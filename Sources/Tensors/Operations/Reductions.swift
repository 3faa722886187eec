// Sums and means over axes.

/// The sum over `axes` (all of them if nil), which vanish from the shape unless kept with extent 1.
///
/// - Shape: input [..., R, ...] → [..., ...] or [..., 1, ...].
public func sum(_ input: Variable, over axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
  let axes = axes ?? Array(0..<input.shape.rank)
  let output = input.value.sum(over: axes, keepingAxes: keepingAxes)
  return Variable.record(output, from: [input]) {
    [shape = input.shape, keptShape = input.shape.keeping(axes)] dOutput in
    // A sum with zero: a negative zero does not stay one.
    [(dOutput.reshaped(to: keptShape) + 0).broadcast(to: shape)]
  }
}

/// The mean over `axes` (all of them if nil), which vanish from the shape unless kept with extent 1.
///
/// - Shape: input [..., R, ...] → [..., ...] or [..., 1, ...].
public func mean(_ input: Variable, over axes: [Int]? = nil, keepingAxes: Bool = false) -> Variable {
  let total = sum(input, over: axes, keepingAxes: keepingAxes)
  return total * (Float(total.shape.count) / Float(input.shape.count))
}
