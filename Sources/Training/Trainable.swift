// What a training loop can train.
public import NeuralNetwork
public import Tensors

/// Something that learns from batches: one network with its optimizer, or several.
///
/// ```swift
/// struct Regression: Trainable {
///   var network: Sequential
///   var optimizer = Adam()
///
///   mutating func step(_ batch: (input: Tensor, target: Tensor), at step: TrainingStep) throws -> Measurements {
///     optimizer.learningRate = Float(step.learningRate)
///     var (loss, gradients) = try network.valueWithGradients(in: step.context) { network, context in
///       meanSquaredError(network(Variable(batch.input), in: &context), targets: batch.target)
///     }
///     try step.combine(&gradients)
///     optimizer.update(&network, along: gradients)
///     return ["loss": Double(loss.scalar)]
///   }
///
///   func measure(_ batches: BatchSequence<(input: Tensor, target: Tensor)>) throws -> Measurements {
///     var error = RootMeanSquaredError()
///     try batches.forEach { batch in error.add(network.prediction(for: batch.input), target: batch.target) }
///     return ["loss": error.value * error.value, "rmse": error.value]
///   }
///
///   func state() throws -> SafeTensors {
///     SafeTensors(["network": network.tensors, "optimizer": optimizer.state])
///   }
///
///   mutating func restore(_ state: SafeTensors) throws {
///     try network.load(state[prefix: "network"])
///     try optimizer.restore(state[prefix: "optimizer"], for: network)
///   }
/// }
/// ```
///
/// ``TrainingLoop`` calls the steps, measures, and writes and reads the state.
public protocol Trainable: Sendable {
  /// What a step learns from.
  associatedtype Batch

  /// Learns from a batch; returns the batch's measurements before the step, which have the same names in every step.
  mutating func step(_ batch: Batch, at step: TrainingStep) throws -> Measurements

  /// Measures on held-out batches, without learning from them.
  func measure(_ batches: BatchSequence<Batch>) throws -> Measurements

  /// The name of the held-out measurement that is to become low; nil where there is none, and so no best epoch.
  ///
  /// It decides which epoch is the best, and what plateau schedules and early stopping look at.
  var objective: String? { get }

  /// Everything that is needed to go on with the training as if it had not stopped.
  func state() throws -> SafeTensors

  /// Takes up a state.
  ///
  /// - Throws: an error of one line that says what does not fit; where the state comes from is added to it.
  mutating func restore(_ state: SafeTensors) throws

  /// What is kept of the best epoch, for use; the whole state unless it is less.
  func result() throws -> SafeTensors
}

extension Trainable {
  /// Nothing is measured on held-out batches.
  public func measure(_ batches: BatchSequence<Batch>) throws -> Measurements { [:] }

  /// The loss.
  public var objective: String? { "loss" }

  public func result() throws -> SafeTensors { try state() }
}

/// The circumstances of one training step.
public struct TrainingStep: Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The step's number in the whole training, from 0.
  public let index: Int
  /// The rate that the schedule has for it.
  public let learningRate: Double
  /// A source of chance that belongs to this step alone.
  public let random: RandomSource
  let reduction: GradientReduction?

  /// A context for the step's forward passes, in training mode.
  public var context: Context { .training(random: random) }

  /// Combines gradients with those of the other machines that train together; alone, leaves them as they are.
  ///
  /// Call it between computing gradients and updating parameters.
  ///
  /// - Throws: ``NotFiniteGradientError``, so that nothing is updated along gradients that are no numbers.
  public func combine(_ gradients: inout ParameterGradients) throws {
    try reduction?(&gradients)
    let notFinite = gradients.namesOfNotFinite
    if !notFinite.isEmpty { throw NotFiniteGradientError(parameters: notFinite) }
  }
}

/// Replaces a machine's gradients by what all machines that train together agree on, such as the mean.
public typealias GradientReduction = @Sendable (_ gradients: inout ParameterGradients) throws -> Void
