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
  /// Multiplications with an addition, for one image.
  public let multiplyAdds: Int

  /// A line about the layer at `path`; `parameters` are all it has, `multiplyAdds` are for one image.
  public init(
    _ path: ParameterPath, _ kind: String, output: Shape, parameters: [Parameter] = [], multiplyAdds: Int = 0
  ) {
    name = path.description
    self.kind = kind
    self.output = output
    self.parameters = parameters.filter { $0.role != .counter }.reduce(0) { $0 + $1.shape.count }
    trainableParameters = parameters.filter { $0.role == .trainable }.reduce(0) { $0 + $1.shape.count }
    self.multiplyAdds = multiplyAdds
  }
}

extension Layer {
  /// A line for every elementary layer, for inputs of the given shape.
  ///
  /// - Shape: input [1, H, W, C].
  public func summary(input: Shape) -> [LayerSummary] {
    var lines: [LayerSummary] = []
    _ = summarize(input, at: ParameterPath(), into: &lines)
    return lines
  }
}
