// How gradients change parameters.
public import Tensors

/// A rule that moves a module's trainable parameters along their gradients, with the memory that it keeps of them.
///
/// A rule of one's own says how one parameter moves; parameter groups, weight decay, counting steps, saving and restoring
/// follow from that:
///
/// ```swift
/// struct SignDescent: Optimizer {
///   var learningRate: Float = 1e-4
///   var groups = ParameterGroups()
///   var memory = OptimizerMemory(["sum"])
///
///   func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
///     memory[0] += gradient
///     value -= memory[0].map { $0 < 0 ? -1 : 1 } * step.rate
///   }
/// }
/// ```
public protocol Optimizer: Sendable {
  /// Size of a step.
  var learningRate: Float { get set }

  /// The share of itself that a parameter loses in every step, for a learning rate of 1 (decoupled weight decay, Loshchilov
  /// and Hutter 2019), where its group does not say otherwise; zero unless a rule has one.
  var weightDecay: Float { get }

  /// Which parameters have a learning rate or weight decay of their own.
  var groups: ParameterGroups { get set }

  /// The number of updates, and what the rule remembers of each parameter.
  var memory: OptimizerMemory { get set }

  /// Moves one parameter, in place.
  ///
  /// - Parameters:
  ///   - value: the parameter; changed in place.
  ///   - gradient: its gradient, in its shape.
  ///   - memory: what the rule remembers of the parameter, in the order of the memory's kinds; changed in place.
  ///   - step: the learning rate for this parameter, among others. Weight decay is not the rule's business.
  func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep)

  /// Takes away the share `step.decay` of a parameter, then moves it; for rules that do both in one pass over memory.
  func decayAndMove(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep)

  /// Moves every trainable parameter of `module` once; each must have a gradient.
  mutating func update(_ module: inout some Module, along gradients: ParameterGradients)
}

/// What an optimizer is told about one parameter's part in an update.
public struct OptimizerStep: Sendable, Equatable {
  /// Number of the update, from 1.
  public let number: Int
  /// Dotted name of the parameter.
  public let parameter: String
  /// The learning rate, with the factor of the parameter's group.
  public let rate: Float
  /// The share of itself that the parameter loses: `rate` times the weight decay.
  public let decay: Float
}

extension Optimizer {
  /// None.
  public var weightDecay: Float { 0 }

  /// Two passes over the parameter.
  public func decayAndMove(
    _ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep
  ) {
    value.decay(by: step.decay)
    move(&value, along: gradient, memory: &memory, in: step)
  }

  public mutating func update(_ module: inout some Module, along gradients: ParameterGradients) {
    var memory = memory
    self.memory = memory.withoutTensors  // So that `memory` holds the only references, and they are changed in place.
    let number = memory.step + 1
    memory.update(&module, along: gradients) { name, value, tensors, gradient in
      let group = groups.settings(of: name)
      let rate = learningRate * group.rate
      let step = OptimizerStep(
        number: number, parameter: name, rate: rate, decay: rate * (group.decay ?? weightDecay))
      if step.decay == 0 {
        move(&value, along: gradient, memory: &tensors, in: step)
      } else {
        decayAndMove(&value, along: gradient, memory: &tensors, in: step)
      }
    }
    self.memory = memory
  }

  /// Number of updates so far.
  public var step: Int { memory.step }

  /// Everything that the rule remembers, as tensors by name; with it ``restore(_:for:)`` goes on as if never interrupted.
  ///
  /// Settings - rates, decays and groups - are not part of it.
  public var state: [String: Tensor] { memory.state }

  /// Takes up a remembered state of the rule for `module`.
  ///
  /// - Throws: ``OptimizerStateError`` where a trainable parameter's part is missing or of another shape.
  public mutating func restore(_ state: [String: Tensor], for module: some Module) throws {
    try memory.restore(state, for: module)
  }
}
