// The logarithm near one.
internal import CKernels

/// log(1 + x), with all digits where x is small.
///
/// - Shape: any → the same.
public func log1p(_ input: Variable) -> Variable {
  elementwise(input, LogarithmNearOne())
}

private struct LogarithmNearOne: KernelFunction {
  func writeValues(of x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    gk_logarithm_near_one(x, y, count)
  }
  func writeGradients(
    at x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, to dx: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { dx[index] = dy[index] * (1 / (1 + x[index])) }
  }
}
