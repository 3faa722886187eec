// The hyperbolic tangent.
internal import Foundation

/// The hyperbolic tangent.
///
/// - Shape: any → the same.
public func tanh(_ input: Variable) -> Variable {
  elementwise(input, { Foundation.tanh($0) }, derivativeOfOutput: { y in 1 - y * y })
}
