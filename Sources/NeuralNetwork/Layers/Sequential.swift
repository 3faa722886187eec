// Layers one after another.
internal import Preconditions
public import Tensors

/// A row of layers, each of which takes the output of the one before it.
///
/// Every layer has a name of its own, below which its parameters are found; layers of a list are numbered, as
/// `features.0`, `features.1`, ...
public struct Sequential: Layer {
  private(set) var parts: [(name: String, layer: any Layer)] = []

  /// A row without layers, which returns its input.
  public init() {}

  /// Adds a layer at the end.
  public mutating func append(_ layer: any Layer, as name: String) {
    require(parts.allSatisfy { $0.name != name }, "Sequential: two layers are called \(name)")
    parts.append((name: name, layer: layer))
  }

  /// Adds a layer at the end, as the next one of the named list.
  public mutating func append(_ layer: any Layer, toList list: String) {
    append(layer, as: "\(list).\(parts.count { $0.name.hasPrefix("\(list).") })")
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    parts.reduce(input) { x, part in part.layer(x, in: &context) }
  }

  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    for index in parts.indices { try parts[index].layer.visitParameters(at: path / parts[index].name, visit) }
  }

  public func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    parts.reduce(input) { shape, part in part.layer.summarize(shape, at: path / part.name, into: &lines) }
  }
}
