// How gradients change parameters.
public import Tensors

/// A rule that moves a module's trainable parameters along their gradients, with the memory that it keeps of them.
///
/// A rule of one's own holds an ``OptimizerMemory`` and says what becomes of one parameter; counting steps, saving and
/// restoring follow from the memory:
///
/// ```swift
/// struct SignDescent: Optimizer {
///   var learningRate: Float = 1e-4
///   var memory = OptimizerMemory(["momentum"])
///
///   mutating func update(_ module: inout some Module, along gradients: ParameterGradients) {
///     let rate = learningRate
///     memory.update(&module, along: gradients) { name, value, memory, gradient in
///       memory[0] = memory[0] * 0.9 + gradient
///       value -= memory[0].map { $0 < 0 ? -rate : rate }
///     }
///   }
/// }
/// ```
public protocol Optimizer: Sendable {
  /// Size of a step.
  var learningRate: Float { get set }

  /// The number of updates, and what the rule remembers of each parameter.
  var memory: OptimizerMemory { get set }

  /// Moves every trainable parameter of `module` once; each must have a gradient.
  mutating func update(_ module: inout some Module, along gradients: ParameterGradients)
}

extension Optimizer {
  /// Number of updates so far.
  public var step: Int { memory.step }

  /// Everything that the rule remembers, as tensors by name; with it ``restore(_:for:)`` goes on as if never interrupted.
  public var state: [String: Tensor] { memory.state }

  /// Takes up a remembered state of the rule for `module`.
  ///
  /// - Throws: ``OptimizerStateError`` where a trainable parameter's part is missing or of another shape.
  public mutating func restore(_ state: [String: Tensor], for module: some Module) throws {
    try memory.restore(state, for: module)
  }
}
