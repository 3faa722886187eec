// Layer normalisation with its factors.
internal import Preconditions
public import Tensors

/// Layer normalisation as PyTorch defines it (Ba et al. 2016), over the last axes.
///
/// ```swift
/// let ofPixels = LayerNorm(channels: 96)
/// let ofImages = LayerNorm(shape: [28, 28, 96])
/// ```
///
/// - Shape: [..., shape] → the same.
public struct LayerNorm: Layer {
  /// Factor of each element of what is normalised together.
  public var scale: Parameter?
  /// Term of each element of what is normalised together.
  public var offset: Parameter?
  /// Extents of the axes that are normalised together, the last ones of the input.
  public let shape: Shape
  /// Added to variances.
  public let epsilon: Float

  /// Normalisation of the last axis, with or without learned factors and terms.
  public init(channels: Int, usesScale: Bool = true, usesOffset: Bool = true, epsilon: Float = 1e-5) {
    self.init(shape: [channels], usesScale: usesScale, usesOffset: usesOffset, epsilon: epsilon)
  }

  /// Normalisation of the last axes, whose extents are `shape`, with or without learned factors and terms.
  public init(shape: Shape, usesScale: Bool = true, usesOffset: Bool = true, epsilon: Float = 1e-5) {
    require(shape.rank >= 1, "LayerNorm: expected at least one axis, found shape \(shape)")
    scale = usesScale ? Parameter(shape, initializer: .ones) : nil
    offset = usesOffset ? Parameter(shape, initializer: .zeros) : nil
    self.shape = shape
    self.epsilon = epsilon
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    checkShape(input.shape)
    return layerNorm(
      input, overLast: shape.rank, scale: scale?.variable, offset: offset?.variable, epsilon: epsilon)
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("scale", &scale)
    visitor("offset", &offset)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    checkShape(input.shape)
    return graph.add(
      .layerNorm(axes: shape.rank, epsilon: epsilon), to: [input], output: input.shape, parametersOf: self)
  }

  private func checkShape(_ input: Shape) {
    require(
      Array(input.dimensions.suffix(shape.rank)) == shape.dimensions,
      "LayerNorm: input \(input) for a norm of shape \(shape)")
  }
}
