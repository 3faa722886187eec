// The numbers that a module owns.
internal import Preconditions
public import Tensors

/// One tensor of a module: weights that training changes, or statistics that a forward pass gathers.
///
/// A parameter is described when its module is made and gets its numbers from
/// ``Module/initializeParameters(seed:onlyMissing:)`` or a checkpoint, so that a network can be built and counted without
/// memory for its weights.
public struct Parameter: Sendable {
  /// What a parameter is for.
  public enum Role: Sendable {
    /// Changed by the optimizer along its gradient.
    case trainable
    /// Could be trained, but keeps its value.
    case frozen
    /// Gathered in the forward pass during training, as batch norm's running mean.
    case statistic
    /// As a statistic, but bookkeeping that published parameter counts leave out.
    case counter
  }

  /// Extents of the tensor.
  public let shape: Shape
  /// What it is for.
  public internal(set) var role: Role
  /// Where its first numbers come from.
  public var initializer: Initializer

  private var state: Variable?

  /// Index in the order of visits while gradients are computed; pending statistics are addressed by it.
  var slot: Int?

  /// A parameter without numbers yet.
  public init(_ shape: Shape, role: Role = .trainable, initializer: Initializer) {
    self.shape = shape
    self.role = role
    self.initializer = initializer
  }

  /// The parameter as an operand of a computation.
  public var variable: Variable {
    guard let state else {
      fatalError(
        "Parameter of shape \(shape): has no numbers; either initializeParameters(seed:) or load(_:) was not called, or "
          + "a visitParts does not visit it")
    }
    return state
  }

  /// Whether it has numbers.
  public var isInitialized: Bool { state != nil }

  /// The numbers.
  public var value: Tensor {
    get { variable.value }
    set {
      require(newValue.shape == shape, "Parameter: expected shape \(shape), found \(newValue.shape)")
      state = Variable(newValue)
    }
  }

  /// Changes the numbers in place.
  public mutating func update(_ body: (inout Tensor) -> Void) {
    var value = value
    state = nil  // So that `value` is the only reference and is not copied.
    body(&value)
    self.value = value
  }

  /// Makes the parameter part of a computation whose gradients are wanted.
  mutating func track(on tape: Tape, slot: Int) {
    self.slot = slot
    if role == .trainable { state = tape.track(value) }
  }
}
