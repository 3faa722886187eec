// Convolution, activation, batch norm and max-pool as one operation.
internal import Preconditions

/// A convolution and what follows it, normalised by the batch's own statistics.
///
/// The same numbers as the operations one by one, up to rounding, with fewer passes over memory: the convolution clamps
/// its sums and gathers their moments before it writes them, and normalisation, activation and pool are one pass each
/// way.
///
/// - Parameters:
///   - input: the images, [N, H, W, C].
///   - weight: windows, [KH, KW, C, K], or [KH, KW, C] of a depthwise convolution.
///   - bias: added to the sums, [K]; none if nil.
///   - stride: pixels from one window to the next.
///   - padding: rows and columns of zeros around the images.
///   - order: what follows the convolution, in which order.
///   - scale: deviation that each channel is given, [K].
///   - offset: mean that each channel is given, [K].
///   - shift: values near the means of the channels, such as running means; moments are taken about them.
///   - epsilon: added to variances.
///   - orientations: how many orientations the output's channels come in, one orientation's after the other's; those of a channel
///     share their statistics.
///   - precision: how much rounding the convolution may add.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias, scale, offset and shift [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: HeightWidth, padding: Padding, order: BlockOrder,
  scale: Variable, offset: Variable, shift: Tensor, epsilon: Float, orientations: Int = 1,
  precision: ConvolutionPrecision = .exact
) -> (output: Variable, statistics: BatchStatistics) {
  let convolution = convolutionOperator(
    input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
  let epilogue = Epilogue(bias: bias?.value, clamp: order.convolutionClamp, shift: shift)
  let (convolved, moments) = convolution.forward(input.contents, weight.value, epilogue: epilogue)
  var normalization = order.normalization(of: convolved.shape)
  normalization.orientations = orientations
  let pass = NormalizationPass(
    normalization, convolved, gathered: moments.map { ($0, shift) }, scale: scale.value,
    offset: offset.value, epsilon: epsilon)
  let gradients = convolution.gradients(input, weight)
  let wantsBias = bias.map(\.isTracked)
  let inputs = [input, weight, scale, offset] + (bias.map { [$0] } ?? [])
  let output = Variable.record(pass.output, from: inputs) { (dOutput: consuming Tensor) in
    // Handed on, so that it can be changed in place.
    let normalization = pass.gradients(consume dOutput)
    var dPreactivation = normalization.dInput
    var dBias: Tensor?
    if wantsBias == true, order.convolutionClamp == .none {
      // A norm right behind the convolution takes any bias away again.
      dBias = Tensor(normalization.dOffset.shape, repeating: 0)
    } else if wantsBias == true {
      let (tensor, total) = dPreactivation.tensorAndTotal()
      dBias = total
      dPreactivation = .tensor(tensor)
    }
    let (dInput, dWeight) = gradients(consume dPreactivation)
    let others = [dInput, dWeight, normalization.dScale, normalization.dOffset]
    return wantsBias == nil ? others : others + [dBias]
  }
  return (output, pass.statistics)
}

/// A convolution and what follows it, normalised by given statistics, as in inference.
///
/// Where no gradient is wanted, normalisation costs nothing: behind the convolution it is folded into its weights, and
/// behind a ReLU it is done while pooling.
///
/// - Parameters:
///   - input: the images, [N, H, W, C].
///   - weight: windows, [KH, KW, C, K], or [KH, KW, C] of a depthwise convolution.
///   - bias: added to the sums, [K]; none if nil.
///   - stride: pixels from one window to the next.
///   - padding: rows and columns of zeros around the images.
///   - order: what follows the convolution, in which order.
///   - scale: deviation that each channel is given, [K].
///   - offset: mean that each channel is given, [K].
///   - mean: mean of each channel, [K].
///   - variance: variance of each channel, [K].
///   - epsilon: added to variances.
///   - precision: how much rounding is allowed.
///   - shortcut: added to the normalised values ahead of the activation, as residual blocks do, in the shape of the
///     output; only for standard convolutions with the norm before the activation.
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias, scale, offset, mean and variance [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: HeightWidth, padding: Padding, order: BlockOrder,
  scale: Variable, offset: Variable, mean: Tensor, variance: Tensor, epsilon: Float,
  precision: ConvolutionPrecision = .exact, shortcut: Variable? = nil
) -> Variable {
  let convolution = convolutionOperator(
    input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
  require(
    shortcut == nil || order.takesShortcut && weight.shape.rank == 4,
    "convolutionBlock: a shortcut needs a standard convolution with the norm before the activation")
  let operands = [input, weight, scale, offset] + [bias, shortcut].compactMap { $0 }
  if operands.contains(where: \.isTracked) {
    let convolved = convolution.record(input, weight, bias, order.convolutionClamp, operation: #function)
    let normalized = batchNorm(
      convolved, scale: scale, offset: offset, mean: mean, variance: variance, epsilon: epsilon)
    switch order {
    case .normThenActivation(let range):
      return clamp(shortcut.map { $0 + normalized } ?? normalized, to: range)
    case .reluThenNorm(let poolSize):
      return poolSize == 1
        ? normalized : maxPool2D(normalized, size: HeightWidth(poolSize), stride: HeightWidth(poolSize))
    }
  }
  func coefficients() -> NormCoefficients {
    NormCoefficients(
      scale: scale.value, offset: offset.value, mean: mean,
      inverseDeviation: variance.map { 1 / ($0 + epsilon).squareRoot() })
  }
  switch order {
  case .normThenActivation(let range):
    let others = [scale.value, offset.value, mean, variance] + (bias.map { [$0.value] } ?? [])
    let folded = weight.value.cached([Int(epsilon.bitPattern)], with: others) {
      FoldedWeights(weight.value, bias: bias?.value, coefficients())
    }
    let epilogue = Epilogue(bias: folded.bias, addend: shortcut?.value, clamp: range)
    return Variable(convolution.output(input.contents, folded.weight, epilogue: epilogue), node: nil)
  case .reluThenNorm:
    let epilogue = Epilogue(bias: bias?.value, clamp: .relu)
    let convolved = convolution.forward(input.contents, weight.value, epilogue: epilogue).output
    return Variable(order.normalization(of: convolved.shape).output(convolved, coefficients()))
  }
}

/// A convolution whose sums are clamped, and a max-pool over windows of `poolSize`² pixels (1: none), without a norm.
///
/// The same numbers as the operations one by one; only the pool's output is kept for the way back.
///
/// - Shape: input [N, H, W, C], weight [KH, KW, C, K] or, depthwise, [KH, KW, C]; bias [K] → [N, OH, OW, K].
public func convolutionBlock(
  _ input: Variable, _ weight: Variable, bias: Variable?, stride: HeightWidth, padding: Padding, clamp: Clamp,
  poolSize: Int,
  precision: ConvolutionPrecision = .exact
) -> Variable {
  convolutionOperator(input, weight, bias: bias, stride: stride, padding: padding, precision: precision)
    .record(input, weight, bias, clamp, poolSize: poolSize, operation: #function)
}
