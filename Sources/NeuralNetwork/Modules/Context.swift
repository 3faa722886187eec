// What a forward pass needs besides its input, and what it leaves behind.
public import Tensors

/// The circumstances of one forward pass: its mode, its random source, and the statistics it gathers.
///
/// A training step makes one of the step's own random source, so that a run can be repeated:
///
/// ```swift
/// let context = Context.training(random: random.split(UInt64(step)))
/// ```
///
/// Inference needs no randomness:
///
/// ```swift
/// var inference = Context.inference
/// let logits = network(Variable(images), in: &inference).value
/// ```
public struct Context: Sendable {
  /// Whether a pass is part of training.
  public enum Mode: Sendable {
    /// Batch norm uses the batch's statistics, dropout drops.
    case training
    /// Batch norm uses the running statistics, dropout does nothing.
    case inference
  }

  /// The pass's mode.
  public let mode: Mode

  /// How much rounding convolutions may add for the sake of speed.
  public var precision: ConvolutionPrecision

  /// The pass's random source.
  public var random: RandomSource

  /// New values of statistics, by their parameter's slot.
  var pendingStatistics: [Int: Tensor] = [:]

  private init(mode: Mode, precision: ConvolutionPrecision, random: RandomSource) {
    self.mode = mode
    self.precision = precision
    self.random = random
  }

  /// A pass in training; `random` decides what dropout drops.
  public static func training(random: RandomSource) -> Context {
    Context(mode: .training, precision: .standard, random: random)
  }

  /// A pass in inference, in which nothing is random.
  public static var inference: Context {
    Context(mode: .inference, precision: .relaxed, random: RandomSource(seed: 0))
  }

  /// A statistic's value, with what the pass has gathered so far.
  func current(_ statistic: Parameter) -> Tensor {
    statistic.slot.flatMap { pendingStatistics[$0] } ?? statistic.value
  }

  /// Hands over a statistic's new value, which takes effect after the pass.
  mutating func update(_ statistic: Parameter, to value: Tensor) {
    // Without a slot no gradients are computed, and no statistics are kept.
    guard let slot = statistic.slot else { return }
    pendingStatistics[slot] = value
  }
}
