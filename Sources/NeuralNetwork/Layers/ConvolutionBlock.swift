// Convolution, batch norm, activation and pooling, the unit that networks are tables of.
internal import Preconditions
public import Tensors

/// A convolution, dense or depthwise, with the batch norm, activation and max-pool that follow it.
///
/// - Shape: [N, H, W, C] → [N, OH, OW, K].
public struct ConvolutionBlock: Layer {
  /// Where batch norm stands.
  public enum Normalization: Sendable, Hashable {
    /// Convolution → norm → activation, as in MobileNets.
    case beforeActivation
    /// Convolution → activation → norm, as Hildebrandt has it.
    case afterActivation
    /// No norm, as in VGG.
    case none
  }

  /// The convolution.
  public var convolution: any ConvolutionLayer
  /// The normalisation; nil where there is none.
  public var norm: BatchNorm?
  /// Where the normalisation stands.
  public let normalization: Normalization
  /// The function that follows the sums.
  public let activation: Activation
  /// Side and stride of the max-pool; 1 means none.
  public let poolSize: Int

  /// A block around the given convolution; a norm behind the activation needs it to be ReLU.
  ///
  /// - Parameters:
  ///   - momentum: weight of the past in the norm's running statistics.
  ///   - scales: whether the norm learns the deviation that it gives each channel.
  public init(
    _ convolution: any ConvolutionLayer, normalization: Normalization = .beforeActivation,
    activation: Activation = .relu, poolSize: Int = 1, momentum: Float = 0.99, scales: Bool = true
  ) {
    require(
      normalization != .afterActivation || activation == .relu,
      "ConvolutionBlock: a norm behind another activation than ReLU")
    self.convolution = convolution
    norm =
      normalization == .none
      ? nil : BatchNorm(channels: convolution.outputChannels, usesScale: scales, momentum: momentum)
    self.normalization = normalization
    self.activation = activation
    self.poolSize = poolSize
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    self(input, shortcut: nil, in: &context)
  }

  /// The block's output added to `shortcut`, as in residual blocks; in inference the convolution adds them.
  ///
  /// - Shape: [N, H, W, C], shortcut [N, OH, OW, K] → [N, OH, OW, K].
  public func callAsFunction(_ input: Variable, addedTo shortcut: Variable, in context: inout Context) -> Variable {
    guard let norm, !norm.usesBatch(in: context), normalization == .beforeActivation, activation == .none, poolSize == 1
    else { return shortcut + self(input, in: &context) }
    return self(input, shortcut: shortcut, in: &context)
  }

  private func callAsFunction(_ input: Variable, shortcut: Variable?, in context: inout Context) -> Variable {
    func finished(_ x: Variable) -> Variable {
      let activated = activation.beyondLimits(x)
      return poolSize == 1 ? activated : maxPool2D(activated, size: poolSize, stride: poolSize)
    }
    guard let norm else {
      return activation.isLimit
        ? convolution.limited(input, to: activation.limits, poolSize: poolSize, in: context)
        : finished(convolution.limited(input, to: activation.limits, poolSize: 1, in: context))
    }
    let weight = convolution.weight.variable
    let bias = convolution.bias?.variable
    let isLast = normalization == .afterActivation
    let order = isLast ? BlockOrder.reluThenNorm(poolSize: poolSize) : .normThenActivation(activation.limits)
    let output: Variable
    if norm.usesBatch(in: context) {
      let statistics: BatchStatistics
      (output, statistics) = convolutionBlock(
        input, weight, bias: bias, stride: convolution.stride, padding: convolution.padding, order: order,
        scale: norm.scales, offset: norm.offset.variable, shift: norm.runningMean.value, epsilon: norm.epsilon,
        precision: context.precision)
      norm.update(with: statistics, in: &context)
    } else {
      output = convolutionBlock(
        input, weight, bias: bias, stride: convolution.stride, padding: convolution.padding, order: order,
        scale: norm.scales, offset: norm.offset.variable, mean: norm.runningMean.value,
        variance: norm.runningVariance.value, epsilon: norm.epsilon, precision: context.precision, shortcut: shortcut)
    }
    return isLast ? output : finished(output)  // A norm that stands last has pooled already.
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try convolution.visitParameters(at: path / "conv", visit)
    try norm?.visitParameters(at: path / "norm", visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let output = convolution.summarize(input, at: path / "conv", into: &lines)
    if let norm, normalization == .beforeActivation {
      _ = norm.summarize(output, at: path / "norm", into: &lines)
    }
    if let name = activation.layerName {
      lines.append(LayerSummary(path / "activation", name, output: output))
    }
    if let norm, normalization == .afterActivation {
      _ = norm.summarize(output, at: path / "norm", into: &lines)
    }
    guard poolSize > 1 else { return output }
    let pooled: Shape = [output[0], output[1] / poolSize, output[2] / poolSize, output[3]]
    lines.append(LayerSummary(path / "pool", "MaxPool \(poolSize)×\(poolSize)", output: pooled))
    return pooled
  }
}
