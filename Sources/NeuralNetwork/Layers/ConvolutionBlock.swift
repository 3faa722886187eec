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
  /// The function of the convolution's sums.
  public let activation: Activation
  /// Side and stride of the max-pool; 1 means none.
  public let poolSize: Int

  /// A block around the given convolution; a norm behind the activation needs it to be ReLU.
  ///
  /// - Parameters:
  ///   - convolution: the convolution, dense or depthwise.
  ///   - normalization: where batch norm stands, if there is one.
  ///   - activation: the function of the sums.
  ///   - poolSize: side and stride of the max-pool; 1 means none.
  ///   - momentum: weight of the past in the norm's running statistics.
  ///   - scales: whether the norm learns the deviation that it gives each channel.
  public init(
    _ convolution: any ConvolutionLayer, normalization: Normalization = .beforeActivation,
    activation: Activation = .relu, poolSize: Int = 1, momentum: Float = 0.99, scales: Bool = true
  ) {
    require(
      normalization != .afterActivation || activation.clamp == .relu,
      "ConvolutionBlock: expected ReLU ahead of a norm, found \(activation.name)")
    self.convolution = convolution
    norm =
      normalization == .none
      ? nil : BatchNorm(channels: convolution.fields, usesScale: scales, momentum: momentum)
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
    guard let norm, !norm.usesBatch(in: context), normalization == .beforeActivation, activation.isIdentity,
      poolSize == 1, convolution.isFusible
    else { return shortcut + self(input, in: &context) }
    return self(input, shortcut: shortcut, in: &context)
  }

  private func callAsFunction(_ input: Variable, shortcut: Variable?, in context: inout Context) -> Variable {
    guard convolution.isFusible else { return unfused(input, in: &context) }
    func finished(_ x: Variable) -> Variable { pooled(activation.afterFusedClamp(x)) }
    guard let norm else {
      return activation.clamp != nil
        ? convolution.clamped(input, to: activation.fusedClamp, poolSize: poolSize, in: context)
        : finished(convolution.clamped(input, to: .none, poolSize: 1, in: context))
    }
    let (weight, bias) = (convolution.windows, convolution.offsets)
    let spread = convolution.inAllOrientations
    let (scale, offset) = (spread(norm.scales), spread(norm.offset.variable))
    let isLast = normalization == .afterActivation
    let order = isLast ? BlockOrder.reluThenNorm(poolSize: poolSize) : .normThenActivation(activation.fusedClamp)
    let output: Variable
    if norm.usesBatch(in: context) {
      let statistics: BatchStatistics
      (output, statistics) = convolutionBlock(
        input, weight, bias: bias, stride: convolution.stride, padding: convolution.padding, order: order,
        scale: scale, offset: offset, shift: spread(norm.runningMean.variable).value, epsilon: norm.epsilon,
        orientations: convolution.orientations, precision: context.precision)
      norm.update(with: statistics.prefix(convolution.fields), in: &context)
    } else {
      output = convolutionBlock(
        input, weight, bias: bias, stride: convolution.stride, padding: convolution.padding, order: order,
        scale: scale, offset: offset, mean: spread(norm.runningMean.variable).value,
        variance: spread(norm.runningVariance.variable).value, epsilon: norm.epsilon, precision: context.precision,
        shortcut: shortcut)
    }
    return isLast ? output : finished(output)  // A norm that stands last has pooled already.
  }

  /// One layer after the other.
  private func unfused(_ input: Variable, in context: inout Context) -> Variable {
    var x = convolution(input, in: &context)
    if let norm, normalization == .beforeActivation { x = norm(x, in: &context) }
    x = activation(x)
    if let norm, normalization == .afterActivation { x = norm(x, in: &context) }
    return pooled(x)
  }

  private func pooled(_ x: Variable) -> Variable {
    poolSize == 1 ? x : maxPool2D(x, size: HeightWidth(poolSize), stride: HeightWidth(poolSize))
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("conv", &convolution)
    visitor("norm", &norm)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    var x = graph.add(convolution, as: "conv", to: input)
    if let norm, normalization == .beforeActivation { x = graph.add(norm, as: "norm", to: x) }
    x = graph.add(activation, as: "activation", to: x)
    if let norm, normalization == .afterActivation { x = graph.add(norm, as: "norm", to: x) }
    return poolSize == 1 ? x : graph.add(MaxPool2D(size: HeightWidth(poolSize)), as: "pool", to: x)
  }
}
