// Addition, subtraction, multiplication and division of variables, element by element.
internal import CKernels

extension Variable {
  /// The sum of two variables, repeated along axes of extent 1 as needed.
  public static func + (left: Variable, right: Variable) -> Variable {
    let output = Broadcast(left.shape, right.shape, operation: "+").apply(gk_add, left.value, right.value)
    return record(output, from: [left, right]) { [l = left.shape, r = right.shape] dOutput in
      [dOutput.summed(to: l), dOutput.summed(to: r)]
    }
  }

  /// The difference of two variables, repeated along axes of extent 1 as needed.
  public static func - (left: Variable, right: Variable) -> Variable {
    let output = Broadcast(left.shape, right.shape, operation: "-").apply(gk_subtract, left.value, right.value)
    return record(output, from: [left, right]) { [l = left.shape, r = right.shape] dOutput in
      [dOutput.summed(to: l), (-dOutput).summed(to: r)]
    }
  }

  /// The product of two variables, repeated along axes of extent 1 as needed.
  public static func * (left: Variable, right: Variable) -> Variable {
    record(left.value * right.value, from: [left, right]) { [l = left.detached, r = right.detached] dOutput in
      [(dOutput * r.value).summed(to: l.shape), (dOutput * l.value).summed(to: r.shape)]
    }
  }

  /// The quotient of two variables, repeated along axes of extent 1 as needed.
  public static func / (left: Variable, right: Variable) -> Variable {
    let output = left.value / right.value
    return record(output, from: [left, right]) { [l = left.shape, r = right.value] dOutput in
      let dLeft = dOutput / r
      return [dLeft.summed(to: l), (-(dLeft * output)).summed(to: r.shape)]
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
