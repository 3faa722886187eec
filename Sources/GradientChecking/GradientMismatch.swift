// Where a gradient is wrong.

/// A gradient and a finite difference that disagree.
public struct GradientMismatch: Sendable, Equatable, CustomStringConvertible {
  /// What the gradient is taken with respect to: `input 0`, or the dotted name of a parameter.
  public let operand: String
  /// Index of the element, the last axis fastest; nil where the operand has no gradient of its shape at all.
  public let element: Int?
  /// The gradient's element; nil where there is none.
  public let computed: Double?
  /// The finite difference; nil where none was taken.
  public let estimated: Double?

  /// One line: operand, element, and both values.
  public var description: String {
    guard let element, let computed, let estimated else { return "\(operand): no gradient of its shape" }
    return "\(operand), element \(element): gradient \(computed), finite difference \(estimated)"
  }
}
