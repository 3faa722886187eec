// Layers that are rows of others.
public import Tensors

/// A layer that computes what a row of layers computes: the row is all that it has to write down.
///
/// ```swift
/// struct Stem: SequentialLayer {
///   var layers = Sequential([
///     ("conv", Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3)), ("norm", BatchNorm(channels: 16)),
///   ])
/// }
/// ```
///
/// Its parameters are named by the row, without anything before: `conv.weight`.
public protocol SequentialLayer: Layer {
  /// The layers in their order.
  var layers: Sequential { get set }
}

extension SequentialLayer {
  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable { layers(input, in: &context) }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    layers.visitParts(&visitor)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    layers.describe(input, in: &graph)
  }
}
