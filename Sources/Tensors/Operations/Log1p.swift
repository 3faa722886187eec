// The logarithm near one.
internal import Foundation

/// log(1 + x), with all digits where x is small.
///
/// - Shape: any → the same.
public func log1p(_ input: Variable) -> Variable {
  elementwise(input, LogarithmNearOne())
}

private struct LogarithmNearOne: ElementFunction {
  func value(_ x: Float) -> Float { Foundation.log1p(x) }
  func derivative(_ x: Float) -> Float { 1 / (1 + x) }
}
