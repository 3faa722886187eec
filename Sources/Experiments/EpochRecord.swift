// What is known of a training run after one epoch.

/// The measurements of one epoch.
public struct EpochRecord: Sendable, Equatable {
  /// Its number, counted from 1.
  public var epoch: Int
  /// Mean loss over the training images, as they were augmented.
  public var trainingLoss: Double
  /// Mean loss over the validation images.
  public var validationLoss: Double
  /// Root of the mean squared error over the validation images and their outputs; `nil` for classes.
  public var validationRMSE: Double?
  /// Share of the validation images whose class scored highest; `nil` for fractions.
  public var validationAccuracy: Double?
  /// Share of those whose class was among the five that scored highest; `nil` for fractions.
  public var validationTop5Accuracy: Double?
  /// The optimiser's learning rate during the epoch.
  public var learningRate: Double
  /// Duration of training and validation together, in seconds.
  public var seconds: Double
  /// Training images per second of training.
  public var imagesPerSecond: Double

  /// The measurements of one epoch.
  public init(
    epoch: Int, trainingLoss: Double, validationLoss: Double, validationRMSE: Double? = nil,
    validationAccuracy: Double? = nil, validationTop5Accuracy: Double? = nil, learningRate: Double, seconds: Double,
    imagesPerSecond: Double
  ) {
    self.epoch = epoch
    self.trainingLoss = trainingLoss
    self.validationLoss = validationLoss
    self.validationRMSE = validationRMSE
    self.validationAccuracy = validationAccuracy
    self.validationTop5Accuracy = validationTop5Accuracy
    self.learningRate = learningRate
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
  }
}

extension Collection<EpochRecord> {
  /// The epoch of lowest validation loss, the first of them where several are equal.
  ///
  /// Epochs whose validation loss or error is not finite do not count; `nil` where there are no others.
  public var best: EpochRecord? {
    lazy.filter { $0.validationLoss.isFinite && $0.validationRMSE?.isFinite != false }.min {
      $0.validationLoss < $1.validationLoss
    }
  }
}
