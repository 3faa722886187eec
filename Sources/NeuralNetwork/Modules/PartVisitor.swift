// The walk over a module's parts.

/// What a module hands its parts to, each under its name: `visitor("conv", &conv)`.
///
/// It keeps the dotted name of the module that is being visited, so that a part gives only its own. Parts are changed where
/// they are stored: no tensor is copied.
public struct PartVisitor {
  private let body: (_ name: String, _ parameter: inout Parameter) -> Void
  private let recordsNames: Bool
  private var path = PartPath()

  /// Dotted names of all parts so far, if they are recorded.
  private(set) var names: [String] = []

  init(recordsNames: Bool = false, _ body: @escaping (_ name: String, _ parameter: inout Parameter) -> Void) {
    self.recordsNames = recordsNames
    self.body = body
  }

  /// Visits a parameter.
  public mutating func callAsFunction(_ name: String, _ parameter: inout Parameter) {
    enter(name) { visitor in visitor.body(visitor.path.description, &parameter) }
  }

  /// Visits a parameter where there is one.
  public mutating func callAsFunction(_ name: String, _ parameter: inout Parameter?) {
    parameter?.accept(&self, as: name)
  }

  /// Visits a list of parameters, which are called `name.0`, `name.1`, ...
  public mutating func callAsFunction(_ name: String, _ parameters: inout [Parameter]) {
    enter(name) { visitor in
      for index in parameters.indices { visitor("\(index)", &parameters[index]) }
    }
  }

  /// Visits a module of any type.
  public mutating func callAsFunction(_ name: String, _ module: inout some Module) {
    enter(name) { visitor in module.visitParts(&visitor) }
  }

  /// Visits a module where there is one.
  public mutating func callAsFunction(_ name: String, _ module: inout (some Module)?) {
    guard module != nil else { return }
    enter(name) { visitor in module?.visitParts(&visitor) }
  }

  /// Visits a module of any type where there is one.
  public mutating func callAsFunction(_ name: String, _ module: inout (any Module)?) {
    guard module != nil else { return }
    enter(name) { visitor in module?.visitParts(&visitor) }
  }

  /// Visits a list of modules of one type, which are called `name.0`, `name.1`, ...
  public mutating func callAsFunction(_ name: String, _ modules: inout [some Module]) {
    enter(name) { visitor in
      for index in modules.indices { visitor("\(index)", &modules[index]) }
    }
  }

  /// Visits a list of modules of any types, which are called `name.0`, `name.1`, ...
  public mutating func callAsFunction(_ name: String, _ modules: inout [any Module]) {
    enter(name) { visitor in
      for index in modules.indices { visitor("\(index)", &modules[index]) }
    }
  }

  /// Runs `body` with the path of the part called `name`.
  mutating func enter(_ name: String, _ body: (inout PartVisitor) -> Void) {
    let outer = path
    path = path / name
    if recordsNames { names.append(path.description) }
    body(&self)
    path = outer
  }
}

extension Parameter {
  /// Hands itself over where it is stored: an optional parameter is changed in place by optional chaining.
  fileprivate mutating func accept(_ visitor: inout PartVisitor, as name: String) {
    visitor(name, &self)
  }
}
