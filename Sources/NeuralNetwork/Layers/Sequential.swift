// Layers one after another.
internal import Preconditions
public import Tensors

/// A row of layers, each of which takes the output of the one before it.
///
/// ```swift
/// var network = Sequential([
///   ("conv", Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3)), ("relu", Activation.relu),
///   ("flatten", Flatten()), ("classifier", Dense(inputs: 8 * 30 * 30, outputs: 10)),
/// ])
/// network.initializeParameters(seed: 1)
/// let logits = network.prediction(for: .uniform([2, 32, 32, 3], using: &random))
/// ```
///
/// Every layer has a name of its own, below which its parameters are found; layers of a list are numbered, as
/// `features.0`, `features.1`, ...
public struct Sequential: SequentialLayer {
  /// The layers with their names.
  private(set) var parts: [(name: String, layer: any Layer)] = []

  /// How inference cuts batches of these layers; shared by copies of the row, which have the same layers.
  private(set) var groupings = GroupingCache()

  /// Layers in their order under their names.
  public init(_ layers: [(name: String, layer: any Layer)] = []) {
    for (name, layer) in layers { append(layer, as: name) }
  }

  /// The row itself.
  public var layers: Sequential {
    get { self }
    set { self = newValue }
  }

  /// Adds a layer at the end.
  public mutating func append(_ layer: any Layer, as name: String) {
    require(parts.allSatisfy { $0.name != name }, "Sequential: two layers are called \(name)")
    parts.append((name: name, layer: layer))
    groupings = GroupingCache()
  }

  /// Adds a layer at the end, as the next one of the named list.
  public mutating func append(_ layer: any Layer, toList list: String) {
    append(layer, as: "\(list).\(parts.count { $0.name.hasPrefix("\(list).") })")
  }

  /// Puts another layer in the place of one.
  mutating func replacePart(at index: Int, with layer: any Layer) {
    parts[index].layer = layer
    groupings = GroupingCache()
  }

  public func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    parts.reduce(input) { x, part in part.layer(x, in: &context) }
  }

  public mutating func visitParts(_ visitor: inout PartVisitor) {
    for index in parts.indices {
      // Read in a statement of its own: within the call it would hold a copy of the whole element, and so have every tensor
      // of the layer copied when it is changed.
      let name = parts[index].name
      visitor(name, &parts[index].layer)
    }
  }

  public func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    parts.reduce(input) { value, part in graph.add(part.layer, as: part.name, to: value) }
  }
}
