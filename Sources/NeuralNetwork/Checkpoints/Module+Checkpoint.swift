// A module's parameters as tensors by name, and back.
internal import Preconditions
public import Tensors

/// Parameters that do not fit a network.
public struct CheckpointMismatchError: Error, CustomStringConvertible {
  /// Names that the network has and the checkpoint lacks.
  public let missing: [String]
  /// Names that the checkpoint has and the network lacks.
  public let unexpected: [String]
  /// Names of different shapes.
  public let mismatched: [(name: String, expected: Shape, found: Shape)]

  public var description: String {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing \(Self.list(missing))") }
    if !unexpected.isEmpty { parts.append("unexpected \(Self.list(unexpected))") }
    if !mismatched.isEmpty {
      let shapes = mismatched.map { "\($0.name) (expected \($0.expected), found \($0.found))" }
      parts.append("of another shape \(Self.list(shapes))")
    }
    return "the parameters do not fit the network: \(parts.joined(separator: "; "))"
  }

  private static func list(_ items: [String]) -> String {
    items.prefix(3).joined(separator: ", ") + (items.count > 3 ? " and \(items.count - 3) more" : "")
  }
}

extension Module {
  /// All parameters by name; two under one name stop the program.
  public var tensors: [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    forEachParameter { name, parameter in
      let isNew = tensors.updateValue(parameter.value, forKey: name) == nil
      require(isNew, "tensors: \(Self.self): two parameters are called \(name)")
    }
    return tensors
  }

  /// Takes over parameters by name.
  ///
  /// - Parameters:
  ///   - tensors: a tensor for every parameter, by its dotted name.
  ///   - layer: dotted name of a layer that may be of another size, as the last one of a network for other outputs;
  ///     parameters of it that have another shape keep their values.
  /// - Returns: names of the parameters that kept their values.
  /// - Throws: ``CheckpointMismatchError`` that names everything that does not fit, ``ModuleError`` where two parameters
  ///   have one name; then the module is unchanged.
  @discardableResult
  public mutating func load(_ tensors: [String: Tensor], exceptOtherShapesOf layer: String? = nil) throws -> [String] {
    var kept: [String] = []
    var names: [String] = []
    var missing: [String] = []
    var unexpected = Set(tensors.keys)
    var mismatched: [(name: String, expected: Shape, found: Shape)] = []
    forEachParameter { name, parameter in
      names.append(name)
      unexpected.remove(name)
      guard let tensor = tensors[name] else { return missing.append(name) }
      guard tensor.shape != parameter.shape else { return }
      if let layer, name.hasPrefix("\(layer).") {
        kept.append(name)
      } else {
        mismatched.append((name: name, expected: parameter.shape, found: tensor.shape))
      }
    }
    if let name = names.firstRepeated { throw ModuleError(Self.self, "two parameters are called \(name)") }
    guard missing.isEmpty, unexpected.isEmpty, mismatched.isEmpty else {
      throw CheckpointMismatchError(missing: missing, unexpected: unexpected.sorted(), mismatched: mismatched)
    }
    visitParameters { name, parameter in
      if let tensor = tensors[name], tensor.shape == parameter.shape { parameter.value = tensor }
    }
    return kept
  }
}
