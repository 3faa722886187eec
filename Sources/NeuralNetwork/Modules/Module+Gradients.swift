// A loss of a module, differentiated.
public import Tensors

/// A trainable parameter that a loss does not depend on.
public struct MissingGradientError: Error, CustomStringConvertible {
  /// Dotted names of the parameters.
  public let parameters: [String]

  public var description: String {
    "no gradient for \(parameters.joined(separator: ", ")): the loss does not depend on it; remove or freeze it"
  }
}

extension Module {
  /// The value of `loss` for this module, its gradients, and the module's statistics after the pass.
  ///
  /// `loss` gets a copy of the module whose parameters are tracked. In training mode the statistics that its passes
  /// gathered are written into this module when it returns.
  ///
  /// - Shape: loss [], or another shape of one element.
  /// - Throws: ``MissingGradientError``; ``ModuleError`` where the loss has not one element or two parameters have one name;
  ///   what `loss` throws.
  public mutating func valueWithGradients(
    in context: Context, of loss: (_ module: Self, _ context: inout Context) throws -> Variable
  ) throws -> (value: Tensor, gradients: ParameterGradients) {
    let tape = Tape()
    var context = context
    var tracked = self
    var names: [String] = []
    tracked.visitParameters { name, parameter in
      parameter.track(on: tape, slot: names.count)
      names.append(name)
    }
    if let name = names.firstRepeated { throw ModuleError(Self.self, "two parameters are called \(name)") }
    let output = try loss(tracked, &context)
    guard output.shape.count == 1 else {
      throw ModuleError(Self.self, "expected a loss of one element, found shape \(output.shape)")
    }
    // Without a tracked parameter, as where all are frozen, there is nothing to differentiate.
    let gradients = output.isTracked ? tape.gradients(of: output) : nil
    var values: [String: Tensor] = [:]
    var missing: [String] = []
    tracked.visitParameters { name, parameter in
      guard parameter.role == .trainable else { return }
      values[name] = gradients?[parameter.variable]
      if values[name] == nil { missing.append(name) }
    }
    if !missing.isEmpty { throw MissingGradientError(parameters: missing) }
    var slot = 0
    visitParameters { _, parameter in
      if let value = context.pendingStatistics[slot] { parameter.value = value }
      slot += 1
    }
    return (output.value, ParameterGradients(values: values))
  }
}
