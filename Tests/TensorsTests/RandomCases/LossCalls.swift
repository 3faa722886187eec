// Random cases of losses.
import Tensors

extension CaseOperands {
  /// Nil for operations of other kinds.
  func lossOutput() throws -> Variable? {
    let s = settings
    let weights = optional("weights")?.value
    if s.operation == "reducedLoss" {
      return reducedLoss(try self("input"), weights: weights, reduction: try s.lossReduction())
    }
    guard let x = optional("prediction") else { return nil }
    let targets = try self("targets").value
    let reduction = try s.lossReduction()
    switch s.operation {
    case "meanSquaredError":
      return meanSquaredError(x, targets: targets, weights: weights, reduction: reduction)
    case "meanAbsoluteError":
      return meanAbsoluteError(x, targets: targets, weights: weights, reduction: reduction)
    case "smoothL1Loss":
      return smoothL1Loss(x, targets: targets, beta: try s(\.beta), weights: weights, reduction: reduction)
    case "huberLoss":
      return huberLoss(x, targets: targets, delta: try s(\.delta), weights: weights, reduction: reduction)
    case "binaryCrossEntropy":
      return binaryCrossEntropy(logits: x, targets: targets, weights: weights, reduction: reduction)
    case "softmaxCrossEntropy":
      return softmaxCrossEntropy(
        logits: x, targets: targets, labelSmoothing: try s(\.labelSmoothing), weights: weights, reduction: reduction)
    case "classCrossEntropy":
      return softmaxCrossEntropy(
        logits: x, classes: targets.scalars.map { Int($0) }, labelSmoothing: try s(\.labelSmoothing),
        weights: weights, reduction: reduction)
    default:
      return nil
    }
  }
}
