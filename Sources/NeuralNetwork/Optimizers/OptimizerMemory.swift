// What an optimizer remembers of every parameter, and the walk over the parameters that all optimizers share.
public import Tensors

/// Tensors that belong to parameters by name, zero at first, and the number of updates.
public struct OptimizerMemory: Sendable {
  /// What each of a parameter's tensors is called in a checkpoint, as `first` and `second` for Adam's moments.
  public let kinds: [String]
  /// Number of updates so far.
  public private(set) var step = 0
  private var tensors: [String: [Tensor]] = [:]

  /// A memory of one tensor of every kind for each parameter, in the parameter's shape.
  public init(_ kinds: [String]) {
    self.kinds = kinds
  }

  /// The same kinds and number of updates, with nothing remembered.
  var withoutTensors: OptimizerMemory {
    var memory = OptimizerMemory(kinds)
    memory.step = step
    return memory
  }

  /// Counts an update and calls `change` once with the name of every trainable parameter, its value, its tensors in the
  /// order of the kinds, and its gradient; value and tensors are changed in place.
  public mutating func update(
    _ module: inout some Module, along gradients: ParameterGradients,
    _ change: (_ name: String, _ value: inout Tensor, _ memory: inout [Tensor], _ gradient: Tensor) -> Void
  ) {
    step += 1
    module.visitParameters { name, parameter in
      guard parameter.role == .trainable else { return }
      guard let gradient = gradients.values[name] else {
        fatalError("Optimizer.update: no gradient for \(name)")
      }
      // Taken out of the dictionary, so that they are changed in place.
      var memory = tensors.removeValue(forKey: name) ?? kinds.map { _ in Tensor(parameter.shape, repeating: 0) }
      parameter.update { change(name, &$0, &memory, gradient) }
      tensors[name] = memory
    }
  }

  /// All of it by name: `step`, and `<kind>.<parameter>`.
  public var state: [String: Tensor] {
    var state = ["step": Tensor(Float(step))]
    for (name, memory) in tensors {
      for (kind, tensor) in zip(kinds, memory) { state["\(kind).\(name)"] = tensor }
    }
    return state
  }

  /// Takes up a state, which must hold all tensors of every trainable parameter unless there was no update yet.
  ///
  /// - Throws: ``OptimizerStateError`` where a trainable parameter's part is missing or of another shape.
  public mutating func restore(_ state: [String: Tensor], for module: some Module) throws {
    guard let count = state["step"]?.count else { throw OptimizerStateError(missing: "step") }
    var tensors: [String: [Tensor]] = [:]
    if count > 0 {
      try module.forEachParameter { name, parameter in
        guard parameter.role == .trainable else { return }
        tensors[name] = try kinds.map { kind in
          guard let tensor = state["\(kind).\(name)"], tensor.shape == parameter.shape else {
            throw OptimizerStateError(missing: "\(kind).\(name)")
          }
          return tensor
        }
      }
    }
    self.step = count
    self.tensors = tensors
  }
}

/// A state that an optimizer cannot go on from.
public struct OptimizerStateError: Error, CustomStringConvertible {
  /// Name of a tensor that the state lacks, or has in another shape.
  public let missing: String

  /// One line for the user.
  public var description: String { "holds no optimizer state \(missing), so that no run can go on from it" }
}
