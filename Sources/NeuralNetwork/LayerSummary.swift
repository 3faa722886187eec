// A network's layers, counted.
public import Tensors

/// One line of a network's description.
public struct LayerSummary: Sendable, Equatable {
  /// Dotted name of the layer.
  public let name: String
  /// Kind of layer and its settings, as `Conv2D 7×7`.
  public let kind: String
  /// - Shape: [N, H, W, C] or [N, C].
  public let output: Shape
  /// Elements of all its parameters.
  public let parameters: Int
  /// Elements of those that are trained.
  public let trainableParameters: Int
  /// Multiplications with an addition, for one image; 0 where they are not known.
  public let multiplyAdds: Int

  init(_ node: LayerGraph.Node) {
    name = node.name
    kind = node.operation.description
    output = node.output.shape
    parameters = node.parameterCount
    trainableParameters = node.trainableParameterCount
    multiplyAdds = node.multiplyAdds ?? 0
  }
}

extension LayerGraph {
  /// A line for every layer.
  ///
  /// Inputs, sums of two layers' outputs, and the functions behind dense layers have none.
  public var summary: [LayerSummary] { nodes.filter(isListed).map(LayerSummary.init) }

  private func isListed(_ node: Node) -> Bool {
    switch node.operation {
    case .input, .addition: false
    case .activation, .softmax: node.inputs.first.map { nodes[$0.node].operation != .dense } ?? true
    default: true
    }
  }
}
