// The loss of regression.
internal import Preconditions

/// The mean of the squared differences over all elements.
///
/// - Shape: prediction and target alike → [].
public func meanSquaredError(_ prediction: Variable, _ target: Variable) -> Variable {
  require(
    prediction.shape == target.shape, "meanSquaredError: shapes \(prediction.shape) and \(target.shape)")
  let difference = prediction - target
  return mean(difference * difference)
}
