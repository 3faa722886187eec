// Dotted names of parts, as `features.3.conv`.

/// Where in a module a part is.
struct PartPath: CustomStringConvertible {
  /// The dotted name; empty for the module itself.
  let description: String

  /// The module itself.
  init() {
    description = ""
  }

  private init(description: String) {
    self.description = description
  }

  /// The part called `name`.
  static func / (path: PartPath, name: String) -> PartPath {
    PartPath(description: path.description.isEmpty ? name : "\(path.description).\(name)")
  }
}
