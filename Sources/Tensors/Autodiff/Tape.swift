// Reverse-mode differentiation: the record of a computation, and the walk back over it.
internal import Preconditions
internal import Synchronization

/// Given the gradient of an operation's output, the gradients of its inputs in their order; nil where none is wanted.
///
/// The gradient is handed over: a pullback may write into it.
public typealias Pullback = @Sendable (_ dOutput: consuming Tensor) -> [Tensor?]

/// The record of the operations that led from tracked variables to a result.
///
/// A tape serves one computation: track the variables, compute, ask for the gradients once, drop it.
public final class Tape: Sendable {
  // A structure, not a function in an optional: that would be called by reference, and every gradient copied.
  private struct Operation {
    let inputs: [Int?]
    let pullback: Pullback
  }

  /// The operations by place; nil where a variable is tracked, and where the walk back has been.
  private let operations = Mutex<[Operation?]>([])

  /// An empty tape.
  public init() {}

  /// A variable with this value for which a gradient will be computed.
  public func track(_ value: Tensor) -> Variable {
    append(.tensor(value), nil)
  }

  fileprivate func append(_ value: Activations, inputs: [Int?], pullback: @escaping Pullback) -> Variable {
    append(value, Operation(inputs: inputs, pullback: pullback))
  }

  private func append(_ value: Activations, _ operation: Operation?) -> Variable {
    let index = operations.withLock { operations in
      operations.append(operation)
      return operations.count - 1
    }
    return Variable(value, place: Variable.Place(tape: self, index: index))
  }

  /// The gradients of `output` with respect to the tracked variables.
  ///
  /// The record is used up: every operation's pullback, and what it kept alive, is dropped as soon as it has run.
  ///
  /// - Parameter dOutput: the gradient to start from, in the shape of `output`; ones if nil.
  public func gradients(of output: Variable, dOutput: Tensor? = nil) -> Gradients {
    guard let place = output.place, place.tape === self else {
      fatalError("Tape.gradients: the output does not depend on a variable of this tape")
    }
    if let dOutput {
      require(
        dOutput.shape == output.shape, "Tape.gradients: gradient \(dOutput.shape) for an output \(output.shape)")
    }
    var gradients = [Tensor?](repeating: nil, count: place.index + 1)
    gradients[place.index] = dOutput ?? Tensor(output.shape, repeating: 1)
    for index in stride(from: place.index, through: 0, by: -1) {
      guard let operation = takeOperation(at: index) else { continue }
      guard let gradient = gradients[index].take() else { continue }
      for (input, contribution) in zip(operation.inputs, operation.pullback(consume gradient)) {
        guard let input, let contribution else { continue }
        if gradients[input] == nil {
          gradients[input] = contribution
        } else {
          gradients[input]?.add(contribution)
        }
      }
    }
    return Gradients(tape: self, values: gradients)
  }

  private func takeOperation(at index: Int) -> Operation? {
    operations.withLock { $0[index].take() }
  }
}

/// Gradients with respect to the variables that a tape tracks.
public struct Gradients: Sendable {
  fileprivate let tape: Tape
  fileprivate var values: [Tensor?]

  /// The gradient with respect to a tracked variable; nil where the output does not depend on it.
  public subscript(variable: Variable) -> Tensor? {
    guard let place = variable.place, place.tape === tape, place.index < values.count else { return nil }
    return values[place.index]
  }
}

extension Variable {
  /// The result of an operation: `output` as a function of `inputs`, whose gradients `pullback` knows.
  ///
  /// Nothing is recorded unless an input is tracked. All tracked inputs must be of one tape.
  public static func record(_ output: Tensor, from inputs: [Variable], pullback: @escaping Pullback) -> Variable {
    record(.tensor(output), from: inputs, pullback: pullback)
  }

  static func record(_ output: Activations, from inputs: [Variable], pullback: @escaping Pullback) -> Variable {
    guard let tape = inputs.lazy.compactMap(\.place).first?.tape else { return Variable(output, place: nil) }
    let indices = inputs.map { input -> Int? in
      guard let place = input.place else { return nil }
      require(place.tape === tape, "Variable.record: inputs of two different tapes")
      return place.index
    }
    return tape.append(output, inputs: indices, pullback: pullback)
  }
}
