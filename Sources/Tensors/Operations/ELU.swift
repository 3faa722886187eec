// The exponential linear unit.
internal import Foundation

/// x where x is positive, `alpha` · (exp(x) − 1) elsewhere (Clevert et al. 2015).
///
/// - Shape: any → the same.
public func elu(_ input: Variable, alpha: Float = 1) -> Variable {
  elementwise(input, ExponentialRectifier(alpha: alpha))
}

private struct ExponentialRectifier: ElementFunction {
  let alpha: Float
  func value(_ x: Float) -> Float { x > 0 ? x : alpha * expm1(x) }
  func derivative(_ x: Float) -> Float { x > 0 ? 1 : alpha * Foundation.exp(x) }
}
