// A value in a computation, and where it is recorded.

/// A tensor in a computation, with a node on a ``Tape`` where derivatives are wanted.
///
/// ```swift
/// let tape = Tape()
/// let x = tape.track(Tensor([3], scalars: [1, 2, 3]))
/// let y = sum(x * x)
/// let gradient = tape.gradients(of: y)[x]  // [2, 4, 6]
/// ```
///
/// Operations on variables record their derivatives only when one of their inputs is tracked; otherwise a variable is
/// no more than its value.
public struct Variable: Sendable {
  let contents: Contents
  let node: Node?

  /// A tensor, or what will become one.
  enum Contents: Sendable {
    case tensor(Tensor)
    case deferred(any Deferred)
  }

  /// An entry of a tape.
  struct Node: Sendable {
    let tape: Tape
    let index: Int
  }

  /// A constant: no derivative with respect to it will be computed.
  public init(_ value: Tensor) {
    self.init(.tensor(value), node: nil)
  }

  init(_ contents: Contents, node: Node?) {
    self.contents = contents
    self.node = node
  }

  /// The value; a deferred one is computed now.
  public var value: Tensor { contents.tensor }

  /// Whether derivatives with respect to this variable are wanted.
  public var isTracked: Bool { node != nil }

  /// Extents of the value.
  public var shape: Shape { contents.shape }

  /// The same value without a node on a tape: derivatives stop here.
  public var detached: Variable { Variable(contents, node: nil) }
}

extension Variable.Contents {
  /// The tensor; a deferred one is computed now.
  var tensor: Tensor {
    switch self {
    case .tensor(let tensor): tensor
    case .deferred(let deferred): deferred.tensor
    }
  }

  var shape: Shape {
    switch self {
    case .tensor(let tensor): tensor.shape
    case .deferred(let deferred): deferred.shape
    }
  }

  /// The deferred value, if there is one of this type.
  func deferred<Value: Deferred>(as type: Value.Type) -> Value? {
    guard case .deferred(let deferred) = self else { return nil }
    return deferred as? Value
  }
}

extension Variable: CustomStringConvertible {
  /// Shape, whether the variable is tracked, and the first few elements.
  ///
  /// A deferred value is not computed for this: printing a variable changes nothing.
  public var description: String {
    let elements =
      switch contents {
      case .tensor(let tensor): tensor.firstElements
      case .deferred: "not computed yet"
      }
    return "Variable\(shape)(\(isTracked ? "tracked" : "constant"): \(elements))"
  }
}
