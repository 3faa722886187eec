// A number on the left of a variable.

extension Variable {
  /// The sum with a constant.
  public static func + (left: Float, right: Variable) -> Variable { Variable(Tensor(left)) + right }

  /// The difference from a constant.
  public static func - (left: Float, right: Variable) -> Variable { Variable(Tensor(left)) - right }

  /// The quotient of a constant.
  public static func / (left: Float, right: Variable) -> Variable { Variable(Tensor(left)) / right }
}
