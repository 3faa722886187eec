// The logarithm near one.
internal import Foundation

/// log(1 + x), with all digits where x is small.
///
/// - Shape: any → the same.
public func log1p(_ input: Variable) -> Variable {
  elementwise(input, { x in Foundation.log1p(x) }, derivativeOfInput: { x in 1 / (1 + x) })
}
