// A tensor that may have a place on a tape.

/// A tensor in a computation, with its place on a ``Tape`` where derivatives are wanted.
///
/// Operations on variables record how to go back only when one of their inputs is tracked; otherwise a variable is no
/// more than its value.
public struct Variable: Sendable {
  /// The numbers.
  public package(set) var value: Tensor
  let place: Place?

  struct Place: Sendable {
    let tape: Tape
    let index: Int
  }

  /// A constant: no derivative with respect to it will be computed.
  public init(_ value: Tensor) {
    self.init(value, place: nil)
  }

  init(_ value: Tensor, place: Place?) {
    self.value = value
    self.place = place
  }

  /// Whether derivatives with respect to this variable are wanted.
  public var isTracked: Bool { place != nil }

  /// Extents of the value.
  public var shape: Shape { value.shape }

  /// The same value without a place on a tape: derivatives stop here.
  public var detached: Variable { Variable(value) }
}
