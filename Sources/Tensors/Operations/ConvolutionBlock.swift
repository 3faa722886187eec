// Convolution, ReLU, batch norm and max-pool as one operation.
internal import Preconditions

/// Where a block's activation stands.
public enum BlockOrder: Sendable, Hashable {
  /// Convolution, batch norm, activation, as in MobileNets.
  case normThenActivation(Rectification)
  /// Convolution, ReLU, batch norm and a max-pool over windows of `poolSize`² pixels (1: none), as Hildebrandt stacks them.
  case reluThenNorm(poolSize: Int)
}

/// A convolution and what follows it, normalised by the batch's own statistics.
///
/// The same numbers as the operations one by one, up to rounding, with fewer passes over memory: the convolution rectifies
/// its sums and gathers their moments before it writes them, and normalisation, activation and pool are one pass each way.
///
/// - Parameters:
///   - shift: values near the means of the channels, such as running means; moments are taken about them.
///   - epsilon: added to variances.
///   - precision: how much rounding the convolution may add.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias, scale, offset and shift [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: Int, padding: Padding, order: BlockOrder,
  scale: Variable, offset: Variable, shift: Tensor, epsilon: Float, precision: ConvolutionPrecision = .exact
) -> (output: Variable, statistics: BatchStatistics) {
  let convolution = convolutionForm(
    input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
  let epilogue = Epilogue(bias: bias?.value, rectification: order.rectificationOfSums, shift: shift)
  let (sums, moments) = convolution.forward(input.contents, weight.value, epilogue: epilogue)
  let pass = NormalizationPass(
    order.normalization(of: sums.shape), sums, gathered: moments.map { ($0, shift) }, scale: scale.value,
    offset: offset.value, epsilon: epsilon)
  let gradients = convolution.gradients(input, weight)
  let wantsBias = bias?.isTracked ?? false
  let inputs = [input, weight, scale, offset] + (bias.map { [$0] } ?? [])
  let output = Variable.record(pass.output, from: inputs) { (dOutput: consuming Tensor) in
    // Handed on, so that it can be changed in place.
    let normalization = pass.gradients(consume dOutput)
    var dSums = normalization.dInput
    var dBias: Tensor?
    if wantsBias, order.rectificationOfSums == .none {
      // A norm right behind the convolution takes any bias away again.
      dBias = Tensor(normalization.dOffset.shape, repeating: 0)
    } else if wantsBias {
      let (tensor, total) = dSums.tensorAndTotal()
      dBias = total
      dSums = .tensor(tensor)
    }
    let (dInput, dWeight) = gradients(consume dSums)
    return [dInput, dWeight, normalization.dScale, normalization.dOffset, dBias]
  }
  return (output, pass.statistics)
}

/// A convolution and what follows it, normalised by given statistics, as in inference.
///
/// Where no gradient is wanted, normalisation costs nothing: behind the convolution it is folded into its weights, and
/// behind a ReLU it is done while pooling.
///
/// - Parameter shortcut: added to the normalised sums ahead of the activation, as residual blocks do, in the shape of the
///   output; only for dense convolutions with the norm before the activation.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias, scale, offset, mean and variance [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: Int, padding: Padding, order: BlockOrder,
  scale: Variable, offset: Variable, mean: Tensor, variance: Tensor, epsilon: Float,
  precision: ConvolutionPrecision = .exact, shortcut: Variable? = nil
) -> Variable {
  let convolution = convolutionForm(
    input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
  require(
    shortcut == nil || order.takesShortcut && weight.shape.rank == 4, "convolutionBlock: no place for a shortcut")
  let operands = [input, weight, scale, offset] + [bias, shortcut].compactMap { $0 }
  if operands.contains(where: \.isTracked) {
    let sums = convolution.record(input, weight, bias, order.rectificationOfSums)
    func norm(_ x: Variable) -> Variable {
      batchNorm(x, scale: scale, offset: offset, mean: mean, variance: variance, epsilon: epsilon)
    }
    switch order {
    case .normThenActivation(let rectification):
      let normalized = norm(sums)
      return rectify(shortcut.map { $0 + normalized } ?? normalized, to: rectification)
    case .reluThenNorm(let poolSize):
      let normalized = norm(sums)
      return poolSize == 1 ? normalized : maxPool2D(normalized, size: poolSize, stride: poolSize)
    }
  }
  func coefficients() -> BlockNormalization.Coefficients {
    BlockNormalization.Coefficients(
      scale: scale.value, offset: offset.value, mean: mean,
      inverseDeviation: variance.map { 1 / ($0 + epsilon).squareRoot() })
  }
  let others = [scale.value, offset.value, mean, variance] + (bias.map { [$0.value] } ?? [])
  switch order {
  case .normThenActivation(let rectification):
    let folded = weight.value.kept([Int(epsilon.bitPattern)], with: others) {
      FoldedWeights(weight.value, bias: bias?.value, coefficients())
    }
    let epilogue = Epilogue(bias: folded.bias, addend: shortcut?.value, rectification: rectification)
    return Variable(convolution.output(input.contents, folded.weight, epilogue: epilogue), place: nil)
  case .reluThenNorm:
    let epilogue = Epilogue(bias: bias?.value, rectification: .relu)
    let sums = convolution.forward(input.contents, weight.value, epilogue: epilogue).output
    return Variable(order.normalization(of: sums.shape).forward(sums, coefficients()).output)
  }
}

/// A convolution whose sums are limited, and a max-pool over windows of `poolSize`² pixels (1: none), without a norm.
///
/// The same numbers as the operations one by one; only what the pool leaves over is kept for the way back.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: Int, padding: Padding,
  rectification: Rectification, poolSize: Int, precision: ConvolutionPrecision = .exact
) -> Variable {
  convolutionForm(input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
    .record(input, weight, bias, rectification, poolSize: poolSize)
}

/// Weights and bias of a convolution that normalises its sums.
private struct FoldedWeights: Sendable {
  let weight, bias: Tensor

  /// - Shape: weight [KH, KW, C, K] or [KH, KW, C], bias [K].
  init(_ weight: Tensor, bias: Tensor?, _ coefficients: BlockNormalization.Coefficients) {
    self.weight = weight * coefficients.scale
    self.bias =
      bias.map { $0 * coefficients.scale + coefficients.offset } ?? coefficients.offset
  }
}

extension BlockOrder {
  var takesShortcut: Bool {
    if case .normThenActivation = self { true } else { false }
  }

  var rectificationOfSums: Rectification {
    switch self {
    case .normThenActivation: .none
    case .reluThenNorm: .relu
    }
  }

  func normalization(of shape: Shape) -> BlockNormalization {
    switch self {
    case .normThenActivation(let rectification): BlockNormalization(shape: shape, rectification: rectification)
    case .reluThenNorm(let poolSize): BlockNormalization(shape: shape, followsReLU: true, poolSize: poolSize)
    }
  }
}
