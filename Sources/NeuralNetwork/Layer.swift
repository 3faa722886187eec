// What every part of a network can do.
public import Tensors

/// A part of a network, or a whole one: a value that owns parameters and maps a variable to a variable.
///
/// Counting, loading, saving and optimising are all visits to the parameters. A composed layer visits its parts in their
/// order, under explicit names.
public protocol Layer: Sendable {
  /// The layer's output for a batch; the layer itself does not change.
  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable

  /// Calls `visit` with every parameter and its dotted name below `path`.
  mutating func visitParameters(
    at path: ParameterPath, _ visit: (_ name: String, _ parameter: inout Parameter) throws -> Void) rethrows

  /// Appends a line for every elementary layer and returns the output's shape for an input of the given shape.
  func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape
}

extension Layer {
  /// Layers without parameters have nothing to visit.
  public mutating func visitParameters(
    at path: ParameterPath, _ visit: (_ name: String, _ parameter: inout Parameter) throws -> Void
  ) rethrows {}

  /// Calls `visit` with every parameter and its dotted name.
  public mutating func visitParameters(
    _ visit: (_ name: String, _ parameter: inout Parameter) throws -> Void
  ) rethrows {
    try visitParameters(at: ParameterPath(), visit)
  }

  /// Calls `body` with every parameter, for reading.
  public func forEachParameter(_ body: (_ name: String, _ parameter: Parameter) throws -> Void) rethrows {
    var copy = self
    try copy.visitParameters { name, parameter in try body(name, parameter) }
  }

  /// Gives every parameter its first values, each from a stream of its own that belongs to `seed` and its name.
  public mutating func initializeParameters(seed: UInt64) {
    let source = RandomSource(seed: seed).split("parameters")
    visitParameters { name, parameter in
      var stream = source.split(name)
      parameter.value = parameter.initializer.makeTensor(parameter.shape, using: &stream)
    }
  }
}

/// Where in a network a parameter or layer is, as `features.3.conv`.
public struct ParameterPath: Sendable, Hashable, CustomStringConvertible {
  /// The dotted name; empty for the network itself.
  public let description: String

  /// The network itself.
  public init() {
    description = ""
  }

  private init(description: String) {
    self.description = description
  }

  /// The part called `name`.
  public static func / (path: ParameterPath, name: String) -> ParameterPath {
    ParameterPath(description: path.description.isEmpty ? name : "\(path.description).\(name)")
  }

  /// The part with the given number.
  public static func / (path: ParameterPath, index: Int) -> ParameterPath { path / "\(index)" }
}
