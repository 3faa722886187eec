// Convolution, activation, batch norm and pooling, the unit that networks are tables of.
public import Tensors

/// A convolution followed by ReLU, batch norm and, perhaps, a max-pool, in that order.
///
/// - Shape: [N, H, W, inputChannels] → [N, OH, OW, outputChannels].
public struct ConvolutionBlock: Layer {
  /// The convolution.
  public var convolution: Conv2D
  /// The normalisation of the rectified sums.
  public var norm: BatchNorm
  /// Side and stride of the max-pool; 1 means none.
  public let poolSize: Int

  /// A block with a valid convolution with bias.
  public init(inputChannels: Int, outputChannels: Int, kernelSize: Int, poolSize: Int) {
    convolution = Conv2D(inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize)
    norm = BatchNorm(channels: outputChannels)
    self.poolSize = poolSize
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let order = BlockOrder.reluThenNorm(poolSize: poolSize)
    guard context.mode == .training else {
      return convolutionBlock(
        input, convolution.weight.variable, bias: convolution.bias?.variable, stride: convolution.stride,
        padding: convolution.padding, order: order, scale: norm.scale.variable, offset: norm.offset.variable,
        mean: norm.runningMean.value, variance: norm.runningVariance.value, epsilon: norm.epsilon)
    }
    let (output, statistics) = convolutionBlock(
      input, convolution.weight.variable, bias: convolution.bias?.variable, stride: convolution.stride,
      padding: convolution.padding, order: order, scale: norm.scale.variable, offset: norm.offset.variable,
      shift: norm.runningMean.value, epsilon: norm.epsilon)
    norm.update(with: statistics, in: &context)
    return output
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try convolution.visitParameters(at: path / "conv", visit)
    try norm.visitParameters(at: path / "norm", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let sums = convolution.summarize(input, at: path / "conv", into: &lines)
    lines.append(LayerSummary(path / "activation", "ReLU", output: sums))
    let output = norm.summarize(sums, at: path / "norm", into: &lines)
    guard poolSize > 1 else { return output }
    let pooled: Shape = [output[0], output[1] / poolSize, output[2] / poolSize, output[3]]
    lines.append(LayerSummary(path / "pool", "MaxPool \(poolSize)×\(poolSize)", output: pooled))
    return pooled
  }
}
