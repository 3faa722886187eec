// The layers of a row by name, and parts of the row.
internal import Preconditions
public import Tensors

extension Sequential {
  /// Names of the layers in their order.
  public var names: [String] { parts.map(\.name) }

  /// Number of layers.
  public var count: Int { parts.count }

  /// Whether the row has a layer of this name; dotted names reach into rows inside the row, as `blocks.3.pointwise`.
  public func contains(_ name: String) -> Bool {
    guard let (index, inner) = position(of: name) else { return false }
    guard let inner else { return true }
    return (parts[index].layer as? any SequentialLayer)?.layers.contains(inner) ?? false
  }

  /// The layer called `name`; dotted names reach into rows inside the row, as `blocks.3.pointwise`.
  public subscript(name: String) -> any Layer {
    get {
      let (index, inner) = checkedPosition(of: name)
      return inner.map { row(at: index).layers[$0] } ?? parts[index].layer
    }
    set {
      let (index, inner) = checkedPosition(of: name)
      guard let inner else { return replacePart(at: index, with: newValue) }
      var row = row(at: index)
      row.layers[inner] = newValue
      replacePart(at: index, with: row)
    }
  }

  /// The layers up to the one called `name`, with it; of a row inside the row, where a dotted name means one of its layers,
  /// the layers up to that.
  public func prefix(through name: String) -> Sequential {
    let (index, inner) = checkedPosition(of: name)
    var prefix = Sequential(Array(parts[...index]))
    if let inner { prefix.replacePart(at: index, with: row(at: index).layers.prefix(through: inner)) }
    return prefix
  }

  /// The layers ahead of the one called `name`, which is one of ``names``.
  public func prefix(upTo name: String) -> Sequential {
    guard let index = parts.firstIndex(where: { $0.name == name }) else { fatalError(unknown(name)) }
    return Sequential(Array(parts[..<index]))
  }

  /// The layers behind the one called `name`, which is one of ``names``.
  public func suffix(after name: String) -> Sequential {
    guard let index = parts.firstIndex(where: { $0.name == name }) else { fatalError(unknown(name)) }
    return Sequential(Array(parts[(index + 1)...]))
  }

  /// Puts another layer, under the same name, in the place of the last one.
  public mutating func replaceLast(with layer: any Layer) {
    require(!parts.isEmpty, "Sequential.replaceLast: there are no layers")
    replacePart(at: parts.count - 1, with: layer)
  }

  /// The outputs of the named layers, in the order of the names; layers behind the last of them are not run.
  public func outputs(of input: Variable, at names: [String], in context: inout Context) -> [Variable] {
    var found: [String: Variable] = [:]
    let positions = names.map { (name: $0, position: checkedPosition(of: $0)) }
    guard let last = positions.map(\.position.index).max() else { return [] }
    var x = input
    for index in 0...last {
      let inside = positions.filter { $0.position.index == index && $0.position.inner != nil }
      let innerNames = inside.compactMap(\.position.inner)
      let part = parts[index].layer
      // The end of a row inside the row is its own output, so that it runs once.
      if innerNames.isEmpty {
        x = part(x, in: &context)
      } else {
        let row = row(at: index).layers
        let outputs = row.outputs(of: x, at: innerNames + row.names.suffix(1), in: &context)
        for ((name, _), output) in zip(inside, outputs) { found[name] = output }
        x = outputs[outputs.count - 1]
      }
      found[parts[index].name] = x
    }
    return names.compactMap { found[$0] }
  }

  /// Where a name leads: to a layer, or through it to one inside.
  private func position(of name: String) -> (index: Int, inner: String?)? {
    if let index = parts.firstIndex(where: { $0.name == name }) { return (index, nil) }
    return parts.firstIndex { name.hasPrefix("\($0.name).") }
      .map { ($0, String(name.dropFirst(parts[$0].name.count + 1))) }
  }

  private func checkedPosition(of name: String) -> (index: Int, inner: String?) {
    guard contains(name), let position = position(of: name) else { fatalError(unknown(name)) }
    return position
  }

  private func row(at index: Int) -> any SequentialLayer {
    guard let row = parts[index].layer as? any SequentialLayer else {
      fatalError("Sequential: \(parts[index].name) has no layers inside")
    }
    return row
  }

  private func unknown(_ name: String) -> String {
    "Sequential: there is no layer \(name) among \(names.joined(separator: ", "))"
  }
}
