// How gradients change parameters.
public import Tensors

/// A rule that moves a network's trainable parameters along their gradients, with the memory that it keeps of them.
public protocol Optimizer: Sendable {
  /// Size of a step.
  var learningRate: Float { get set }

  /// Number of updates so far.
  var step: Int { get }

  /// Moves every trainable parameter of `network` once; each must have a gradient.
  mutating func update(_ network: inout some Layer, along gradients: ParameterGradients)

  /// Everything that the rule remembers, as tensors by name; with it ``restore(_:for:)`` goes on as if never interrupted.
  var state: [String: Tensor] { get }

  /// Takes up a remembered state of the rule for `network`.
  ///
  /// - Throws: ``OptimizerStateError`` where a trainable parameter's part is missing or of another shape.
  mutating func restore(_ state: [String: Tensor], for network: some Layer) throws
}
