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

  /// Whether dropout drops in inference; see ``sampling(random:)``.
  let samplesDropout: Bool

  /// New values of statistics, by their parameter's slot.
  var pendingStatistics: [Int: Tensor] = [:]

  private init(
    mode: Mode, precision: ConvolutionPrecision, random: RandomSource, samplesDropout: Bool = false
  ) {
    self.mode = mode
    self.precision = precision
    self.random = random
    self.samplesDropout = samplesDropout
  }

  /// A pass in training; `random` decides what dropout drops.
  public static func training(random: RandomSource) -> Context {
    Context(mode: .training, precision: .standard, random: random)
  }

  /// A pass in inference, in which nothing is random.
  public static var inference: Context {
    Context(mode: .inference, precision: .relaxed, random: RandomSource(seed: 0))
  }

  /// A pass in inference with dropout, one sample of Monte Carlo dropout (Gal and Ghahramani 2016).
  ///
  /// `random` decides what is dropped. It is the same for all rows of a batch: a sample is one thinned network, so that a
  /// row's output depends neither on its place in the batch nor on the other rows.
  public static func sampling(random: RandomSource) -> Context {
    Context(mode: .inference, precision: .relaxed, random: random, samplesDropout: true)
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
