// What is known of a training after one epoch.

/// The measurements of one epoch.
public struct EpochRecord: Sendable, Equatable {
  /// Its number, from 1.
  public var epoch: Int
  /// Means over the training items, as the steps saw them.
  public var training: Measurements
  /// Measurements on the held-out items after the epoch.
  public var validation: Measurements
  /// The learning rate of the epoch's last step.
  public var learningRate: Double
  /// Duration of training and validation together, in seconds.
  public var seconds: Double
  /// Training items per second of training.
  public var imagesPerSecond: Double

  /// The measurements of one epoch.
  public init(
    epoch: Int, training: Measurements, validation: Measurements, learningRate: Double, seconds: Double,
    imagesPerSecond: Double
  ) {
    self.epoch = epoch
    self.training = training
    self.validation = validation
    self.learningRate = learningRate
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
  }
}

extension Collection<EpochRecord> {
  /// The epoch whose validation measurement of the given name is lowest, the first of them where several are equal.
  ///
  /// Epochs with a validation measurement that is not finite do not count; nil where there are no others.
  public func best(by objective: String) -> EpochRecord? {
    lazy.filter { $0.validation[objective] != nil && $0.validation.firstNotFinite == nil }
      .min { $0.validation[objective] ?? .infinity < $1.validation[objective] ?? .infinity }
  }
}
