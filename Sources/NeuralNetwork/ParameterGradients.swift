// Gradients by parameter name, and how to get them.
public import Tensors

/// The gradients of a loss with respect to a network's trainable parameters, by name.
public struct ParameterGradients: Sendable {
  /// A gradient in the shape of its parameter for every trainable parameter.
  public var values: [String: Tensor]

  /// Gradients computed elsewhere.
  public init(values: [String: Tensor]) {
    self.values = values
  }
}

/// A trainable parameter that a loss does not depend on.
public struct MissingGradientError: Error, CustomStringConvertible {
  /// Dotted names of the parameters.
  public let parameters: [String]

  public var description: String {
    "no gradient for \(parameters.joined(separator: ", ")): the loss does not depend on it; remove or freeze it"
  }
}

extension Layer {
  /// The value of `loss` for this network, its gradients, and the network's statistics after the pass.
  ///
  /// `loss` gets a copy of the network whose parameters are tracked. In training mode the statistics that its passes
  /// gathered are written into this network when it returns.
  ///
  /// - Throws: ``MissingGradientError``, and what `loss` throws.
  public mutating func valueWithGradients(
    in context: Context, of loss: (_ network: Self, _ context: inout Context) throws -> Variable
  ) throws -> (value: Tensor, gradients: ParameterGradients) {
    let tape = Tape()
    var context = context
    var tracked = self
    var slots = 0
    tracked.visitParameters { _, parameter in
      parameter.track(on: tape, slot: slots)
      slots += 1
    }
    let output = try loss(tracked, &context)
    let gradients = tape.gradients(of: output)
    var values: [String: Tensor] = [:]
    var missing: [String] = []
    tracked.visitParameters { name, parameter in
      guard parameter.role == .trainable else { return }
      values[name] = gradients[parameter.variable]
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
