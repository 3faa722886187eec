// A network as data: its operations, their attributes, shapes and parameters.
internal import Preconditions
public import Tensors

/// What a network computes, as a list of operations in an order in which they can be run.
///
/// Layers describe themselves: ``Layer/graph(input:)`` makes the graph of one. The graph of a module with several inputs or
/// outputs is put together by hand:
///
/// ```swift
/// var graph = LayerGraph()
/// let image = graph.addInput("image", shape: [1, 64, 64, 3])
/// let features = graph.add(network.backbone, as: "backbone", to: image)
/// graph.outputs = [
///   graph.add(network.mask, as: "mask", to: features), graph.add(network.count, as: "count", to: features),
/// ]
/// ```
public struct LayerGraph: Sendable {
  /// The output of a node.
  public struct Value: Sendable, Hashable {
    /// Index of the node.
    public let node: Int
    /// Extents of the tensor.
    public let shape: Shape
  }

  /// A parameter of a node.
  public struct NodeParameter: Sendable, Hashable {
    /// Dotted name.
    public let name: String
    /// Extents of the tensor.
    public let shape: Shape
    /// What it is for.
    public let role: Parameter.Role
  }

  /// An operation in its place.
  public struct Node: Sendable, Hashable {
    /// Dotted name of the layer.
    public let name: String
    /// What is computed.
    public let operation: Operation
    /// What it is computed from.
    public let inputs: [Value]
    /// The result.
    public let output: Value
    /// The parameters that belong to it, in the order of visits.
    public let parameters: [NodeParameter]
    /// Multiplications with an addition, for one image; nil where they are not known.
    public let multiplyAdds: Int?
  }

  /// The operations, each behind those whose outputs it takes.
  public private(set) var nodes: [Node] = []
  /// The results.
  public var outputs: [Value] = []

  private var path = PartPath()

  /// A graph without nodes.
  public init() {}

  /// The inputs, in the order in which they were added.
  public var inputs: [Value] { nodes.filter { $0.operation == .input }.map(\.output) }

  /// Known multiplications with an addition, for one image.
  public var multiplyAdds: Int { nodes.reduce(0) { $0 + ($1.multiplyAdds ?? 0) } }

  /// Elements of all parameters but counters.
  public var parameterCount: Int { nodes.reduce(0) { $0 + $1.parameterCount } }

  /// Elements of all parameters that training changes.
  public var trainableParameterCount: Int { nodes.reduce(0) { $0 + $1.trainableParameterCount } }

  /// Adds an input.
  ///
  /// - Shape: [1, H, W, C], or whatever the layers take.
  public mutating func addInput(_ name: String, shape: Shape) -> Value {
    append(name: (path / name).description, .input, inputs: [], output: shape, parameters: [], multiplyAdds: 0)
  }

  /// Adds the operations of a part of the layer that is being described, under its name.
  public mutating func add(_ layer: some Layer, as name: String, to input: Value) -> Value {
    let outer = path
    path = path / name
    defer { path = outer }
    return layer.describe(input, in: &self)
  }

  /// Adds an operation of the layer that is being described.
  ///
  /// - Parameters:
  ///   - operation: what is computed.
  ///   - name: sets it apart from the layer's other operations; nil where it is the only one.
  ///   - inputs: what it is computed from.
  ///   - output: extents of the result.
  ///   - module: whose parameters the operation takes.
  ///   - multiplyAdds: multiplications with an addition, for one image.
  public mutating func add(
    _ operation: Operation, as name: String? = nil, to inputs: [Value], output: Shape,
    parametersOf module: (any Module)? = nil, multiplyAdds: Int? = 0
  ) -> Value {
    let place = name.map { path / $0 } ?? path
    var parameters: [NodeParameter] = []
    module?.forEachParameter { name, parameter in
      parameters.append(
        NodeParameter(name: (place / name).description, shape: parameter.shape, role: parameter.role))
    }
    return append(
      name: place.description, operation, inputs: inputs, output: output, parameters: parameters,
      multiplyAdds: multiplyAdds)
  }

  private mutating func append(
    name: String, _ operation: Operation, inputs: [Value], output: Shape, parameters: [NodeParameter],
    multiplyAdds: Int?
  ) -> Value {
    require(
      inputs.allSatisfy { $0.node < nodes.count && nodes[$0.node].output == $0 },
      "LayerGraph: an input of \(name) belongs to another graph")
    let value = Value(node: nodes.count, shape: output)
    nodes.append(
      Node(
        name: name, operation: operation, inputs: inputs, output: value, parameters: parameters,
        multiplyAdds: multiplyAdds))
    return value
  }
}

extension LayerGraph.Node {
  /// Elements of all its parameters but counters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + ($1.role == .counter ? 0 : $1.shape.count) } }

  /// Elements of those that training changes.
  public var trainableParameterCount: Int {
    parameters.reduce(0) { $0 + ($1.role == .trainable ? $1.shape.count : 0) }
  }
}
