// A rectifier that lets some of what is negative through.

/// x where x is positive, `slope` · x elsewhere (Maas et al. 2013); at zero the derivative is `slope`.
///
/// - Parameters:
///   - input: a tensor of any shape.
///   - slope: PyTorch's default, 0.01, unless named; Keras's layer has 0.3.
/// - Shape: any → the same.
public func leakyRelu(_ input: Variable, slope: Float = 0.01) -> Variable {
  elementwise(input, LeakyRectifier(slope: slope))
}

private struct LeakyRectifier: ElementFunction {
  let slope: Float
  func value(_ x: Float) -> Float { x > 0 ? x : slope * x }
  func derivative(_ x: Float) -> Float { x > 0 ? 1 : slope }
}
