// Which learning rates a training bears: a test on a copy, which changes nothing.
internal import Foundation
internal import Preconditions
internal import Tensors

/// The losses of a training whose learning rate rises by the same factor from step to step (Smith 2017).
public struct LearningRateTest: Sendable, Equatable {
  /// One step.
  public struct Point: Sendable, Equatable, Codable {
    /// Its learning rate.
    public let rate: Double
    /// The loss before it.
    public let loss: Double
    /// The moving average of the losses so far.
    public let smoothedLoss: Double
  }

  /// The steps, up to the one at which the loss had risen to four times the lowest, or was no finite number any more.
  public let points: [Point]

  // Weight of the past in the moving average, and what of a test is taken for its beginning, before the average says much.
  private static let smoothing = 0.9
  private static let beginning = 10
  private static let largestRise = 4.0

  /// Trains a copy, from where it stands, with rising learning rates.
  ///
  /// - Parameters:
  ///   - trainable: what is trained; the loss is its objective, or its first measurement where there is none of that name.
  ///   - training: what it learns from, in the order that a training of this seed has.
  ///   - batchSize: items to a step.
  ///   - seed: decides the order and all other chance.
  ///   - rates: the learning rates of the first and of the last step, positive.
  ///   - steps: how many steps at most, 2 or more.
  ///   - progress: told how many steps are done.
  /// - Throws: what the trainable throws, but for gradients that are no finite numbers, which end the test.
  public init<Subject: Trainable>(
    of trainable: Subject, on training: BatchSource<Subject.Batch>, batchSize: Int, seed: UInt64 = 0,
    rates: ClosedRange<Double> = 1e-7...1, steps: Int = 100, progress: (WorkProgress) -> Void = { _ in }
  ) throws {
    require(
      rates.lowerBound > 0 && steps > 1 && batchSize > 0 && training.count > 0,
      "LearningRateTest: rates \(rates), \(steps) steps, batches of \(batchSize), \(training.count) items")
    var copy = trainable
    let source = RandomSource(seed: seed)
    var (points, indices, first, epoch) = ([Point](), [Int](), 0, 0)
    var (sum, weight, lowest) = (0.0, 0.0, Double.infinity)
    for index in 0..<steps {
      progress(WorkProgress("testing learning rates", index, steps))
      if first >= indices.count {
        epoch += 1
        var order = source.split("order").split(UInt64(epoch))
        (indices, first) = (order.permutation(training.count), 0)
      }
      let batch = Array(indices[first..<min(first + batchSize, indices.count)])
      let share = Double(index) / Double(steps - 1)
      let rate = rates.lowerBound * pow(rates.upperBound / rates.lowerBound, share)
      let step = TrainingStep(
        epoch: epoch, index: index, learningRate: rate,
        random: source.split("dropout").split(UInt64(epoch)).split(UInt64(first)), reduction: nil)
      first += batch.count
      let measured: Measurements
      do {
        measured = try copy.step(training.batch(batch, epoch: epoch), at: step)
      } catch is NotFiniteGradientError {
        break
      }
      guard let loss = copy.objective.flatMap({ measured[$0] }) ?? measured.values.first, loss.isFinite else { break }
      (sum, weight) = (Self.smoothing * sum + loss, Self.smoothing * weight + 1)
      let smoothed = sum / weight
      points.append(Point(rate: rate, loss: loss, smoothedLoss: smoothed))
      lowest = min(lowest, smoothed)
      if index >= Self.beginning, smoothed > Self.largestRise * lowest { break }
    }
    progress(WorkProgress("testing learning rates", steps, steps))
    self.points = points
  }

  /// A tenth of the rate at which the smoothed loss was lowest; nil where it did not fall before it rose.
  public var suggestion: Double? {
    let later = points.enumerated().dropFirst(Self.beginning)
    guard let lowest = later.min(by: { $0.element.smoothedLoss < $1.element.smoothedLoss }),
      lowest.element.smoothedLoss < points.prefix(Self.beginning).map(\.smoothedLoss).min() ?? 0
    else { return nil }
    return lowest.element.rate / 10
  }
}
