// Batch normalisation with its running statistics.
internal import Foundation
public import Tensors

/// Batch normalisation as Keras defines it (epsilon 1e-3, momentum 0.99, biased variance), with one difference: while
/// they are young, the running statistics are corrected for their initial values, as Adam's moments are. Otherwise a run
/// of a few hundred steps would be validated with statistics that are still mostly zeros and ones.
///
/// - Shape: [..., channels] → [..., channels].
public struct BatchNorm: Layer {
  /// Deviation that each channel is given; nil means 1.
  public var scale: Parameter?
  /// Mean that each channel is given.
  public var offset: Parameter
  /// Moving average of the batches' means.
  public var runningMean: Parameter
  /// Moving average of the batches' variances.
  public var runningVariance: Parameter
  /// Number of batches that the averages have seen.
  public var batches: Parameter
  /// Weight of the past in the moving averages.
  public let momentum: Float
  /// Added to variances.
  public let epsilon: Float
  /// Whether young averages are corrected; Keras does not.
  public let correctsBias: Bool

  // One tensor for every pass, so that weights folded with it are found again.
  private let ones: Variable

  /// Normalisation of the given number of channels, to a learned deviation or to a deviation of 1.
  public init(
    channels: Int, usesScale: Bool = true, momentum: Float = 0.99, epsilon: Float = 1e-3, correctsBias: Bool = true
  ) {
    scale = usesScale ? Parameter([channels], initializer: .ones) : nil
    ones = Variable(Tensor([usesScale ? 0 : channels], repeating: 1))
    offset = Parameter([channels], initializer: .zeros)
    runningMean = Parameter([channels], role: .statistic, initializer: .zeros)
    runningVariance = Parameter([channels], role: .statistic, initializer: .ones)
    batches = Parameter([], role: .counter, initializer: .zeros)
    self.momentum = momentum
    self.epsilon = epsilon
    self.correctsBias = correctsBias
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    guard usesBatch(in: context) else {
      return batchNorm(
        input, scale: scales, offset: offset.variable, mean: runningMean.value,
        variance: runningVariance.value, epsilon: epsilon)
    }
    let (output, statistics) = batchNorm(
      input, scale: scales, offset: offset.variable, epsilon: epsilon)
    update(with: statistics, in: &context)
    return output
  }

  /// The deviations as an operand.
  var scales: Variable { scale?.variable ?? ones }

  /// Whether a batch is normalised by its own statistics; a norm that is frozen whole keeps to its running ones.
  func usesBatch(in context: Context) -> Bool {
    context.mode == .training && [scale, offset].contains { $0?.role == .trainable }
  }

  /// Hands the context the running statistics as they are after a batch; earlier batches of the same pass count, too.
  func update(with statistics: BatchStatistics, in context: inout Context) {
    let count = context.current(batches).scalar + 1
    // With this weight the average equals momentum's plain moving average divided by the sum of its weights so far.
    let weight = correctsBias ? (1 - momentum) / (1 - pow(momentum, count)) : 1 - momentum
    let (mean, variance) = (context.current(runningMean), context.current(runningVariance))
    context.update(runningMean, to: mean.moved(towards: statistics.mean, by: weight))
    context.update(runningVariance, to: variance.moved(towards: statistics.variance, by: weight))
    context.update(batches, to: Tensor(count))
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("scale", &scale)
    visitor("offset", &offset)
    visitor("runningMean", &runningMean)
    visitor("runningVariance", &runningVariance)
    visitor("batches", &batches)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.batchNorm(epsilon: epsilon), to: [input], output: input.shape, parametersOf: self)
  }
}
