// What is made of the losses of a batch: their mean, their sum, or nothing; with weights.
internal import Preconditions

/// What a loss function makes of the losses of elements or rows.
public enum Reduction: Sendable, Hashable {
  /// Their mean; with weights, the sum of losses times weights divided by the sum of the weights. Zero where all weights
  /// are zero.
  case mean
  /// Their sum, each times its weight.
  case sum
  /// Every loss by itself, times its weight.
  case none
}

/// Weighs losses and reduces them, for loss functions of one's own that take what the package's take.
///
/// - Parameters:
///   - losses: a loss for each element or row.
///   - weights: the axes are those of the losses from the first on; extents of 1 and missing axes are repeated, so that
///     [N] holds a weight for every image and [N, H, W] one for every pixel. Where a weight is zero, the result and its
///     gradient with respect to the loss are zero, even where the loss is not a number: a mask for labels that are
///     missing.
///   - reduction: what is made of them.
/// - Shape: losses of any shape → [], or the same with `.none`.
public func reducedLoss(_ losses: Variable, weights: Tensor? = nil, reduction: Reduction = .mean) -> Variable {
  let reduction = LossReduction(losses.shape, weights: weights, reduction, operation: "reducedLoss")
  return Variable.record(reduction.reduced(losses.value), from: [losses]) { [shape = losses.shape] dOutput in
    switch reduction.scale(dOutput) {
    case .uniform(let scale): [.full(shape, scale)]
    case .each(let scales): [scales]
    }
  }
}

/// Weights and reduction of losses of one shape.
struct LossReduction: Sendable {
  /// What the derivative of a loss is multiplied by: one number for all, or one for each loss.
  enum Scale {
    case uniform(Float)
    case each(Tensor)

    /// That of one loss, for which the scale has to outlive the call.
    func factor(ofRow row: Int) -> Double {
      switch self {
      case .uniform(let scale): Double(scale)
      case .each(let scales): Double(scales.pointer[row])
      }
    }
  }

  private let reduction: Reduction
  /// In the shape of the losses.
  private let weights: Tensor?
  /// What the sum is divided by.
  private let divisor: Float

  init(_ shape: Shape, weights: Tensor?, _ reduction: Reduction, operation: String) {
    require(shape.count > 0 || reduction != .mean, "\(operation): no mean of losses of shape \(shape)")
    self.reduction = reduction
    self.weights = weights.map { weights in
      let extents = weights.shape.dimensions
      require(
        extents.count <= shape.rank && zip(extents, shape.dimensions).allSatisfy { $0 == 1 || $0 == $1 },
        "\(operation): weights \(weights.shape) do not fit losses \(shape)")
      return weights.reshaped(to: Shape(extents + [Int](repeating: 1, count: shape.rank - extents.count)))
        .broadcast(to: shape)
    }
    divisor = reduction == .mean ? self.weights?.sum().scalar ?? Float(shape.count) : 1
  }

  /// - Shape: losses → [], or the same.
  func reduced(_ losses: Tensor) -> Tensor {
    let weighted = weights.map { losses.masked(by: $0) } ?? losses
    switch reduction {
    case .none: return weighted
    case .sum: return weighted.sum()
    case .mean: return Tensor(divisor == 0 ? 0 : weighted.sum().scalar / divisor)
    }
  }

  /// What the derivatives of the losses are multiplied by.
  func scale(_ dOutput: Tensor) -> Scale {
    if reduction == .none { return .each(weights.map { dOutput * $0 } ?? dOutput) }
    let scale = divisor == 0 ? 0 : dOutput.scalar / divisor
    return weights.map { .each($0 * scale) } ?? .uniform(scale)
  }
}

extension Tensor {
  /// Every element times that of `weights`, and zero where that is zero, whatever the element is.
  fileprivate func masked(by weights: Tensor) -> Tensor {
    map(with: weights) { x, weight in weight == 0 ? 0 : x * weight }
  }
}

/// A loss of every element by itself.
///
/// - Parameters:
///   - value: the loss as a function of prediction and target.
///   - derivative: its derivative with respect to the prediction.
func elementLoss(
  _ prediction: Variable, targets: Tensor, weights: Tensor?, reduction: Reduction, operation: String,
  _ value: @Sendable (_ x: Float, _ target: Float) -> Float,
  derivative: @escaping @Sendable (_ x: Float, _ target: Float) -> Float
) -> Variable {
  elementLoss(
    prediction, targets: targets, weights: weights, reduction: reduction, operation: operation
  ) { x in
    x.map(with: targets, value)
  } gradient: { x, scale in
    scale == 1 ? x.map(with: targets, derivative) : x.map(with: targets) { x, target in derivative(x, target) * scale }
  }
}

/// A loss of every element by itself, computed for all at once.
///
/// - Parameters:
///   - losses: the losses of the predictions.
///   - gradient: their derivatives with respect to the predictions, times a scale.
func elementLoss(
  _ prediction: Variable, targets: Tensor, weights: Tensor?, reduction: Reduction, operation: String,
  losses: (_ prediction: Tensor) -> Tensor,
  gradient: @escaping @Sendable (_ prediction: Tensor, _ scale: Float) -> Tensor
) -> Variable {
  require(
    prediction.shape == targets.shape, "\(operation): predictions \(prediction.shape), targets \(targets.shape)")
  let reduction = LossReduction(targets.shape, weights: weights, reduction, operation: operation)
  return Variable.record(reduction.reduced(losses(prediction.value)), from: [prediction]) {
    [x = prediction.value] dOutput in
    switch reduction.scale(dOutput) {
    case .uniform(let scale): [gradient(x, scale)]
    case .each(let scales): [gradient(x, 1).masked(by: scales)]
    }
  }
}
