// The larger and the smaller of two values, and values limited to a range.
internal import CKernels
internal import Preconditions

/// The larger of two elements, repeated along axes of extent 1 as needed; where they are equal, each gets half of the
/// gradient, as in PyTorch.
///
/// - Shape: shapes that broadcast → their common shape.
public func maximum(_ left: Variable, _ right: Variable) -> Variable {
  extremum(left, right, operation: "maximum", Larger())
}

/// The smaller of two elements, repeated along axes of extent 1 as needed; where they are equal, each gets half of the
/// gradient, as in PyTorch.
///
/// - Shape: shapes that broadcast → their common shape.
public func minimum(_ left: Variable, _ right: Variable) -> Variable {
  extremum(left, right, operation: "minimum", Smaller())
}

/// The elements limited to lower ... upper; as in PyTorch, the gradient passes where an element lies in the range or on
/// its ends.
///
/// - Shape: any → the same.
public func clamp(_ input: Variable, min lower: Float = -.infinity, max upper: Float = .infinity) -> Variable {
  require(lower <= upper, "clamp: expected a range, found \(lower) to \(upper)")
  return elementwise(input, Limits(lower: lower, upper: upper))
}

private struct Limits: KernelFunction {
  let lower, upper: Float
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_clamp(x, lower, upper, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { dx[index] = dy[index] * (x[index] >= lower && x[index] <= upper ? 1 : 0) }
  }
}

private struct Larger: PairChoice {
  func isBetter(_ x: Float, than y: Float) -> Bool { x > y }
}

private struct Smaller: PairChoice {
  func isBetter(_ x: Float, than y: Float) -> Bool { x < y }
}

/// Which of two numbers is chosen. A type, not a closure, so that the loops are compiled for it and use vectors.
private protocol PairChoice: Sendable {
  func isBetter(_ x: Float, than y: Float) -> Bool
}

/// The chosen one of two numbers; not a number where one of them is not.
private struct Chosen<Choice: PairChoice>: PairFunction {
  let choice: Choice
  func value(_ x: Float, _ y: Float) -> Float { choice.isBetter(x, than: y) || x.isNaN ? x : y }
}

/// The share of the gradient that goes to the left one of two numbers.
private struct LeftShare<Choice: PairChoice>: PairFunction {
  let choice: Choice
  func value(_ x: Float, _ y: Float) -> Float { choice.isBetter(x, than: y) ? 1 : x == y ? 0.5 : 0 }
}

/// The share that the right one has: the rest.
private struct RightShare<Choice: PairChoice>: PairFunction {
  let choice: Choice
  func value(_ x: Float, _ y: Float) -> Float { 1 - LeftShare(choice: choice).value(x, y) }
}

private func extremum(
  _ left: Variable, _ right: Variable, operation: StaticString, _ choice: some PairChoice
) -> Variable {
  let broadcast = Broadcast(left.shape, right.shape, operation: operation)
  let output = broadcast.map(left.value, right.value, Chosen(choice: choice))
  return Variable.record(output, from: [left, right]) {
    [l = left.value, r = right.value, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
    let broadcast = Broadcast(l.shape, r.shape, operation: operation)
    return [
      leftWanted ? (dOutput * broadcast.map(l, r, LeftShare(choice: choice))).summed(to: l.shape) : nil,
      rightWanted ? (dOutput * broadcast.map(l, r, RightShare(choice: choice))).summed(to: r.shape) : nil,
    ]
  }
}
