// Reverse-mode differentiation: the record of a computation, and the walk back over it.
internal import Preconditions
internal import Synchronization

/// Given the gradient of an operation's output, the gradients of its inputs: one for each input, in their order and in
/// its shape, or nil where none is wanted.
///
/// The gradient is handed over: a pullback may write into it.
public typealias Pullback = @Sendable (_ dOutput: consuming Tensor) -> [Tensor?]

/// The record of the operations that led from tracked variables to a result.
///
/// A tape serves one computation: track the variables, compute, ask for the gradients once, drop it.
public final class Tape: Sendable {
  private enum Entry {
    case variable
    case operation(Operation)
    /// An operation whose pullback ``gradients(of:dOutput:)`` has dropped.
    case used(Name)
  }

  // A structure, not a function in an optional: that would be called by reference, and every gradient copied.
  fileprivate struct Operation {
    let name: Name
    /// The tracked inputs; nil for constants.
    let inputs: [Input?]
    let pullback: Pullback
  }

  fileprivate struct Input {
    let index: Int
    let shape: Shape
  }

  /// The name of a function without its parameters.
  fileprivate struct Name: CustomStringConvertible {
    let function: StaticString
    var description: String { "\(function)".prefix { $0 != "(" }.description }
  }

  private let entries = Mutex<[Entry]>([])

  /// An empty tape.
  public init() {}

  /// A variable with this value for which a gradient will be computed.
  public func track(_ value: Tensor) -> Variable {
    append(.variable, value: .tensor(value))
  }

  fileprivate func append(_ operation: Operation, output: Variable.Contents) -> Variable {
    append(.operation(operation), value: output)
  }

  private func append(_ entry: Entry, value: Variable.Contents) -> Variable {
    let index = entries.withLock { entries in
      entries.append(entry)
      return entries.count - 1
    }
    return Variable(value, node: Variable.Node(tape: self, index: index))
  }

  /// The gradients of `output` with respect to the tracked variables.
  ///
  /// The record is used up: every operation's pullback, and what it kept alive, is dropped as soon as it has run.
  ///
  /// - Parameters:
  ///   - output: the result of the computation.
  ///   - dOutput: the gradient to start from, in the shape of `output`; ones if nil.
  public func gradients(of output: Variable, dOutput: Tensor? = nil) -> Gradients {
    guard let last = output.node?.index, output.node?.tape === self else {
      fatalError(
        "Tape.gradients: expected an output that was computed from a variable of this tape, found "
          + (output.isTracked ? "an output of another tape" : "a constant"))
    }
    if let dOutput {
      require(
        dOutput.shape == output.shape, "Tape.gradients: gradient \(dOutput.shape) for an output \(output.shape)")
    }
    var gradients = [Tensor?](repeating: nil, count: last + 1)
    gradients[last] = dOutput ?? Tensor(output.shape, repeating: 1)
    for index in stride(from: last, through: 0, by: -1) {
      switch takeEntry(at: index) {
      case .variable: continue
      case .used(let name):
        require(
          gradients[index] == nil,
          "Tape.gradients: the gradients of \(name)'s output were asked for before; expected one call for each tape")
      case .operation(let operation):
        guard let gradient = gradients[index].take() else { continue }
        for (input, contribution) in zip(operation.inputs, operation.inputGradients(consume gradient)) {
          guard let input, let contribution else { continue }
          if gradients[input.index] == nil {
            gradients[input.index] = contribution
          } else {
            gradients[input.index]?.add(contribution)
          }
        }
      }
    }
    return Gradients(tape: self, values: gradients)
  }

  /// An entry; an operation is marked as used.
  private func takeEntry(at index: Int) -> Entry {
    entries.withLock { entries in
      let entry = entries[index]
      if case .operation(let operation) = entry { entries[index] = .used(operation.name) }
      return entry
    }
  }
}

extension Tape.Operation {
  /// The gradients of the inputs, each of its input's shape.
  func inputGradients(_ dOutput: consuming Tensor) -> [Tensor?] {
    let gradients = pullback(consume dOutput)
    require(
      gradients.count == inputs.count,
      "\(name): expected a pullback with \(inputs.count) gradients, one for each input, found \(gradients.count)")
    for (index, (input, gradient)) in zip(inputs, gradients).enumerated() {
      guard let input, let gradient else { continue }
      require(
        gradient.shape == input.shape,
        "\(name): expected a gradient \(input.shape) for input \(index), found \(gradient.shape)")
    }
    return gradients
  }
}

/// Gradients with respect to the variables that a tape tracks.
public struct Gradients: Sendable {
  fileprivate let tape: Tape
  fileprivate var values: [Tensor?]

  /// The gradient with respect to a tracked variable; nil where the output does not depend on it.
  public subscript(variable: Variable) -> Tensor? {
    guard let node = variable.node, node.tape === tape, node.index < values.count else { return nil }
    return values[node.index]
  }
}

extension Variable {
  /// The result of an operation: `output` as a function of `inputs`, whose gradients `pullback` computes.
  ///
  /// Nothing is recorded unless an input is tracked. All tracked inputs must be of one tape.
  ///
  /// - Parameters:
  ///   - output: the value of the operation.
  ///   - inputs: what it was computed from.
  ///   - operation: how messages name the operation; the calling function if left out.
  ///   - pullback: computes the gradients of the inputs from that of the output.
  public static func record(
    _ output: Tensor, from inputs: [Variable], operation: StaticString = #function, pullback: @escaping Pullback
  ) -> Variable {
    record(.tensor(output), from: inputs, operation: operation, pullback: pullback)
  }

  static func record(
    _ output: Contents, from inputs: [Variable], operation: StaticString = #function, pullback: @escaping Pullback
  ) -> Variable {
    guard let tape = inputs.lazy.compactMap(\.node).first?.tape else { return Variable(output, node: nil) }
    let name = Tape.Name(function: operation)
    let tracked = inputs.enumerated().map { index, input -> Tape.Input? in
      guard let node = input.node else { return nil }
      require(
        node.tape === tape, "\(name): expected inputs of one tape, found input \(index) of another tape")
      return Tape.Input(index: node.index, shape: input.shape)
    }
    return tape.append(Tape.Operation(name: name, inputs: tracked, pullback: pullback), output: output)
  }
}
