// What the networks of the registry have in common.
public import NeuralNetwork
public import Tensors

/// A network from images to outputs: layers up to the logits, and the function that makes outputs of these.
///
/// Losses that are more accurate, or only stable, when computed from logits can be had from ``logits(_:in:)``.
///
/// - Shape: [N, H, W, C] → [N, outputs], each in 0 ... 1.
public protocol ImageNetwork: Layer {
  /// The layers in their order, up to the logits; the last parameters are those of the dense layer that makes them.
  var layers: Sequential { get set }

  /// The function from logits to outputs.
  var head: OutputHead { get }
}

extension ImageNetwork {
  /// What the last layer makes of a batch.
  ///
  /// - Shape: [N, H, W, C] → [N, outputs].
  public func logits(_ input: Variable, in context: inout Context) -> Variable {
    context.mode == .inference ? layers.inGroups(input, in: &context) : layers(input, in: &context)
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    head(logits(input, in: &context))
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try layers.visitParameters(at: path, visit)
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    layers.summarize(input, at: path, into: &lines)
  }

  /// Takes over the parameters of a network that may differ in its number of outputs.
  ///
  /// - Returns: names of the parameters that kept their values: none, or those of the layer that makes the logits.
  /// - Throws: `CheckpointMismatchError` that names everything else that does not fit; then the network is unchanged.
  public mutating func loadWithAnyOutputs(_ tensors: [String: Tensor]) throws -> [String] {
    var last = ""
    forEachParameter { name, _ in last = name }
    return try load(tensors, exceptOtherShapesOf: last.split(separator: ".").dropLast().joined(separator: "."))
  }
}
