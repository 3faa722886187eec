// Addition, subtraction, multiplication and division of variables, element by element.
internal import CKernels

extension Variable {
  /// The sum of two variables, repeated along axes of extent 1 as needed.
  public static func + (left: Variable, right: Variable) -> Variable {
    let output = Broadcast(left.shape, right.shape, operation: "+").apply(gk_add, left.value, right.value)
    return record(output, from: [left, right]) {
      [l = left.shape, r = right.shape, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
      [leftWanted ? dOutput.summed(to: l) : nil, rightWanted ? dOutput.summed(to: r) : nil]
    }
  }

  /// The difference of two variables, repeated along axes of extent 1 as needed.
  public static func - (left: Variable, right: Variable) -> Variable {
    let output = Broadcast(left.shape, right.shape, operation: "-").apply(gk_subtract, left.value, right.value)
    return record(output, from: [left, right]) {
      [l = left.shape, r = right.shape, leftWanted = left.isTracked, rightWanted = right.isTracked] dOutput in
      [leftWanted ? dOutput.summed(to: l) : nil, rightWanted ? (-dOutput).summed(to: r) : nil]
    }
  }

  /// The product of two variables, repeated along axes of extent 1 as needed.
  public static func * (left: Variable, right: Variable) -> Variable {
    // Only what a gradient is computed from is kept.
    let factors = (left: left.isTracked ? right.detached : nil, right: right.isTracked ? left.detached : nil)
    return record(left.value * right.value, from: [left, right]) { [l = left.shape, r = right.shape] dOutput in
      [
        factors.left.map { (dOutput * $0.value).summed(to: l) },
        factors.right.map { (dOutput * $0.value).summed(to: r) },
      ]
    }
  }

  /// The quotient of two variables, repeated along axes of extent 1 as needed.
  public static func / (left: Variable, right: Variable) -> Variable {
    let output = left.value / right.value
    return record(output, from: [left, right]) {
      [l = left.shape, r = right.value, leftWanted = left.isTracked, quotient = right.isTracked ? output : nil]
      dOutput in
      let dLeft = dOutput / r
      return [leftWanted ? dLeft.summed(to: l) : nil, quotient.map { (-(dLeft * $0)).summed(to: r.shape) }]
    }
  }

  /// The sum with a constant.
  public static func + (left: Variable, right: Float) -> Variable { left + Variable(Tensor(right)) }

  /// The difference from a constant.
  public static func - (left: Variable, right: Float) -> Variable { left - Variable(Tensor(right)) }

  /// The product with a constant.
  public static func * (left: Variable, right: Float) -> Variable { left * Variable(Tensor(right)) }

  /// The product with a constant.
  public static func * (left: Float, right: Variable) -> Variable { Variable(Tensor(left)) * right }

  /// The quotient by a constant.
  public static func / (left: Variable, right: Float) -> Variable { left / Variable(Tensor(right)) }

  /// The negative.
  public static prefix func - (operand: Variable) -> Variable { operand * -1 }
}
