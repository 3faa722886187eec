// The networks that can be asked for by name, with the recipes of their authors.
public import ImageModels

/// Networks by name; a value, to which a program adds networks of its own.
///
/// ```swift
/// let networks = NetworkRegistry.standard.adding(.tinyResNet) { recipe in
///   recipe.preprocessing.crop = .center(width: 212, height: 212)
///   recipe.augmentation = .galaxies
/// }
/// ```
///
/// A network so added trains, resumes, evaluates, predicts and is benchmarked like the others.
public struct NetworkRegistry: Sendable {
  /// What makes an author's recipe of a general one.
  public typealias RecipeChange = @Sendable (_ recipe: inout Recipe) -> Void

  /// The networks, in the order in which lists show them.
  public private(set) var definitions: [NetworkDefinition]
  private var recipes: [String: RecipeChange]

  /// The networks of the package with the recipes of their authors.
  public static let standard = NetworkRegistry(
    definitions: NetworkDefinition.standard, recipes: StandardRecipes.changes)

  private init(definitions: [NetworkDefinition], recipes: [String: RecipeChange]) {
    self.definitions = definitions
    self.recipes = recipes
  }

  /// These networks and one more, which takes the place of one of the same name.
  ///
  /// - Parameters:
  ///   - definition: the network.
  ///   - recipe: how its author trains it, as changes to a general recipe for its size of images.
  public func adding(_ definition: NetworkDefinition, recipe: RecipeChange? = nil) -> NetworkRegistry {
    var registry = self
    registry.definitions.removeAll { $0.name == definition.name }
    registry.definitions.append(definition)
    registry.recipes[definition.name] = recipe
    return registry
  }

  /// The network called `name`.
  ///
  /// - Throws: ``UnknownNetworkError``.
  public func definition(named name: String) throws -> NetworkDefinition {
    guard let definition = definitions.first(where: { $0.name == name }) else {
      throw UnknownNetworkError(name: name, known: definitions.map(\.name))
    }
    return definition
  }

  /// Turns a general recipe for a network into its author's, where there is one.
  func applyRecipe(of definition: NetworkDefinition, to recipe: inout Recipe) {
    recipes[definition.name]?(&recipe)
  }
}

/// A name that no network has.
public struct UnknownNetworkError: Error, CustomStringConvertible {
  /// The name asked for.
  public let name: String
  /// The names that there are.
  public let known: [String]

  /// One line for the user.
  public var description: String { "unknown network \"\(name)\"; there are: \(known.joined(separator: ", "))" }
}
