// A tensor that may have a place on a tape.

/// A tensor in a computation, with its place on a ``Tape`` where derivatives are wanted.
///
/// Operations on variables record how to go back only when one of their inputs is tracked; otherwise a variable is no
/// more than its value.
public struct Variable: Sendable {
  /// The numbers, or what they will be made from.
  let contents: Activations
  let place: Place?

  struct Place: Sendable {
    let tape: Tape
    let index: Int
  }

  /// A constant: no derivative with respect to it will be computed.
  public init(_ value: Tensor) {
    self.init(.tensor(value), place: nil)
  }

  init(_ contents: Activations, place: Place?) {
    self.contents = contents
    self.place = place
  }

  /// The numbers.
  public var value: Tensor { contents.tensor }

  /// Whether derivatives with respect to this variable are wanted.
  public var isTracked: Bool { place != nil }

  /// Extents of the value.
  public var shape: Shape { contents.shape }

  /// The same value without a place on a tape: derivatives stop here.
  public var detached: Variable { Variable(contents, place: nil) }
}
