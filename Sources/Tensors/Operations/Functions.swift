// Exponential, logarithm and square root, element by element.
internal import CKernels

/// e to the power of the input.
///
/// - Shape: any → the same.
public func exp(_ input: Variable) -> Variable {
  elementwise(input, Exponential())
}

private struct Exponential: OutputFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_exponential(x, y, count)
  }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy * y }
}

/// The natural logarithm.
///
/// - Shape: any → the same.
public func log(_ input: Variable) -> Variable {
  elementwise(input, Logarithm())
}

private struct Logarithm: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_logarithm(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { dx[index] = dy[index] / x[index] }
  }
}

/// The square root.
///
/// - Shape: any → the same.
public func sqrt(_ input: Variable) -> Variable {
  elementwise(input, SquareRoot())
}

private struct SquareRoot: OutputFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    for index in 0..<count { y[index] = x[index].squareRoot() }
  }
  func gradient(_ dy: Float, _ y: Float) -> Float { dy / (2 * y) }
}
