// Whether a module visits what it stores.
internal import Tensors

extension Module {
  /// Makes sure that every stored parameter is visited, once, and that no two parts have one name.
  ///
  /// A part that a module forgets to visit would be neither trained nor saved, and of two parts under one name one would be
  /// lost. Stored parameters are found by reflection, which serves this check alone.
  ///
  /// - Throws: ``ModuleError`` that names the part.
  public func checkParts() throws {
    var marked = self
    marked.visitParameters { _, parameter in parameter.slot = nil }
    var names: [String] = []
    var repeated: String?
    var visitor = PartVisitor(recordsNames: true) { name, parameter in
      if let slot = parameter.slot, repeated == nil {
        repeated = "a parameter \(parameter.shape) is visited twice, as \(names[slot]) and as \(name)"
      }
      parameter.slot = names.count
      names.append(name)
    }
    marked.visitParts(&visitor)
    if let name = visitor.names.firstRepeated {
      throw ModuleError(Self.self, "two parts are called \(name)")
    }
    if let repeated { throw ModuleError(Self.self, repeated) }
    if let (place, parameter) = unvisitedParameter(in: marked, at: PartPath()) {
      throw ModuleError(
        Self.self, "the parameter \(place) of shape \(parameter.shape) is stored, but no visitParts visits it")
    }
  }
}

extension [String] {
  /// The first element that equals one before it.
  var firstRepeated: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}

/// A parameter without slot among the stored properties of `value`, and where it is.
///
/// Objects are not looked into: what they hold is shared, which parameters must not be.
private func unvisitedParameter(in value: Any, at place: PartPath) -> (place: PartPath, parameter: Parameter)? {
  if let parameter = value as? Parameter { return parameter.slot == nil ? (place, parameter) : nil }
  let isPlain = value is Tensor || value is Variable || value is String || value is any Numeric
  let mirror = Mirror(reflecting: value)
  guard !isPlain, mirror.displayStyle != .class else { return nil }
  for (index, child) in mirror.children.enumerated() {
    // Long arrays of numbers are no place for parameters.
    if mirror.displayStyle == .collection, child.value is any Numeric { return nil }
    let label = mirror.displayStyle == .optional ? nil : child.label ?? "\(index)"
    if let found = unvisitedParameter(in: child.value, at: label.map { place / $0 } ?? place) { return found }
  }
  return nil
}
