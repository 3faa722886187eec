// A change of a recipe by an option of the command line.
internal import ArgumentParser
internal import Experiments

/// What an option that was given changes.
struct RecipeChange {
  /// The option's name.
  let option: String
  /// Makes the change.
  let apply: (inout Recipe, NetworkRegistry) throws -> Void

  /// The change that an option makes by its value; nil where the option was not given.
  init?<Given>(
    _ option: String, _ given: Given?, apply: @escaping (inout Recipe, Given, NetworkRegistry) throws -> Void
  ) {
    guard let given else { return nil }
    self.option = option
    self.apply = { try apply(&$0, given, $1) }
  }

  /// The change of a setting by the option that the table of settings names, where the new value depends on the old one;
  /// nil where the option was not given.
  init?<Value, Given>(
    _ property: WritableKeyPath<Recipe, Value>, _ given: Given?, value: @escaping (Value, Given) -> Value
  ) {
    self.init(Recipe.option(for: property), given) { recipe, given, _ in
      recipe[keyPath: property] = value(recipe[keyPath: property], given)
    }
  }

  /// The change of a setting by the option that the table of settings names; nil where there is no value.
  init?<Value>(_ property: WritableKeyPath<Recipe, Value>, _ value: Value?) {
    self.init(property, value) { $1 }
  }

  /// The change of a setting that may be nil; nil where there is no value.
  init?<Value>(optional property: WritableKeyPath<Recipe, Value?>, _ value: Value?) {
    self.init(property, value) { $1 }
  }
}

extension ArgumentHelp {
  /// Help on an option whose default is the recipe's, which depends on the network; `abstract` has no full stop.
  static func recipe(_ abstract: String, discussion: String = "", valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp("\(abstract) (default: the recipe's).", discussion: discussion, valueName: valueName)
  }
}
