// The error of regression.
internal import Preconditions
public import Tensors

/// The root of the mean squared difference between predictions and targets, over all elements of all batches.
public struct RootMeanSquaredError: Sendable {
  private var sum = 0.0
  private var count = 0

  /// The error of nothing yet.
  public init() {}

  /// Takes a batch into account.
  ///
  /// - Shape: prediction and target alike.
  public mutating func add(_ prediction: Tensor, target: Tensor) {
    require(
      prediction.shape == target.shape, "RootMeanSquaredError.add: shapes \(prediction.shape) and \(target.shape)")
    prediction.withUnsafeBuffer { prediction in
      target.withUnsafeBuffer { target in
        for (found, wanted) in zip(prediction, target) {
          let difference = Double(found) - Double(wanted)
          sum += difference * difference
        }
      }
    }
    count += prediction.shape.count
  }

  /// The error; not a number where there were no elements.
  public var value: Double { (sum / Double(count)).squareRoot() }
}
