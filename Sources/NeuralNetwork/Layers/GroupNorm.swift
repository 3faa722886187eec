// Group normalisation with its factors.
internal import Preconditions
public import Tensors

/// Group normalisation as PyTorch defines it (Wu and He 2018): what batch norm does for small batches, without their
/// statistics.
///
/// ```swift
/// let norm = GroupNorm(groups: 32, channels: 256)
/// ```
///
/// - Shape: [N, ..., channels] → the same.
public struct GroupNorm: Layer {
  /// Factor of each channel.
  ///
  /// - Shape: [channels].
  public var scale: Parameter?
  /// Term of each channel.
  ///
  /// - Shape: [channels].
  public var offset: Parameter?
  /// Number of groups of neighbouring channels.
  public let groups: Int
  /// Added to variances.
  public let epsilon: Float

  /// Normalisation of `groups` groups of channels, with or without learned factors and terms.
  public init(groups: Int, channels: Int, usesScale: Bool = true, usesOffset: Bool = true, epsilon: Float = 1e-5) {
    require(
      groups >= 1 && channels % groups == 0,
      "GroupNorm: expected a divisor of \(channels) channels, found \(groups) groups")
    scale = usesScale ? Parameter([channels], initializer: .ones) : nil
    offset = usesOffset ? Parameter([channels], initializer: .zeros) : nil
    self.groups = groups
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    groupNorm(input, groups: groups, scale: scale?.variable, offset: offset?.variable, epsilon: epsilon)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("scale", &scale)
    visitor("offset", &offset)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    graph.add(.groupNorm(groups: groups, epsilon: epsilon), to: [input], output: input.shape, parametersOf: self)
  }
}
