// Modules that cannot be trained as they are written.

/// A mistake in a module, with the place where it is.
public struct ModuleError: Error, CustomStringConvertible {
  /// The module's type.
  public let module: String
  /// What is wrong, and where.
  public let problem: String

  init(_ module: any Module.Type, _ problem: String) {
    self.module = "\(module)"
    self.problem = problem
  }

  /// One line for the programmer.
  public var description: String { "\(module): \(problem)" }
}
