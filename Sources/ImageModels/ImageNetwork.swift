// Networks from images to rows of numbers.
public import NeuralNetwork
public import Tensors

/// A network from images to outputs: layers up to the logits, and the function that makes outputs of these.
///
/// The layers ahead of the head are the backbone, whose output are the features that the head judges by. Losses that are
/// more accurate, or only stable, when computed from logits can be had from ``logits(_:in:)``.
///
/// - Shape: [N, H, W, C] → [N, outputs].
public protocol ImageNetwork: Layer {
  /// The layers in their order, up to the logits.
  var layers: Sequential { get set }

  /// The function from logits to outputs.
  var output: OutputFunction { get set }

  /// The name of the layer that makes logits of features; `classifier` unless a network says otherwise.
  var headName: String { get }
}

extension ImageNetwork {
  public var headName: String { "classifier" }

  /// What the last layer makes of a batch.
  ///
  /// - Shape: [N, H, W, C] → [N, outputs].
  public func logits(_ input: Variable, in context: inout Context) -> Variable {
    context.mode == .inference ? layers.inGroups(input, in: &context) : layers(input, in: &context)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    output(logits(input, in: &context))
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    layers.visitParts(&visitor)
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    output.describe(layers.describe(input, in: &graph), in: &graph)
  }
}
