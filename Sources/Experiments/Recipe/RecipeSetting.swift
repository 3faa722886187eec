// One setting of a recipe, and all that follows from its row in the table.

/// A setting of a recipe: its name in files, its property, the values it can have, and what people see of it.
///
/// The rows are ``Recipe/settings``. The type of the value is erased: a row knows how to check, read and write it.
package struct RecipeSetting: Sendable {
  /// What people see of a setting; one that is made of several values may have several parts.
  package struct Part: Sendable {
    /// What it is called.
    package let label: String
    /// The options of the command line that change it.
    package let options: [String]
    /// The value in words; nil where there is nothing to say.
    package let text: @Sendable (Recipe) -> String?

    init(_ label: String, options: [String] = [], text: @escaping @Sendable (Recipe) -> String?) {
      self.label = label
      self.options = options
      self.text = text
    }
  }

  typealias Property<Value> = any WritableKeyPath<Recipe, Value> & Sendable

  /// The name in files.
  package let name: String
  /// What people see of it.
  package let parts: [Part]
  /// Whether a run that is resumed keeps it as it was.
  package let isFixedByRun: Bool
  private let property: any PartialKeyPath<Recipe> & Sendable
  /// Makes sure that the value is in its range, or throws a `SettingError`.
  let check: @Sendable (Recipe) throws -> Void
  /// Reads the value into a recipe that is the author's so far.
  let read: @Sendable (KeyedDecodingContainer<SettingName>, inout Recipe) throws -> Void
  /// Writes the value.
  let write: @Sendable (Recipe, inout KeyedEncodingContainer<SettingName>) throws -> Void

  /// A setting.
  ///
  /// - Parameters:
  ///   - leftOut: its value where a file leaves it out; the author's if nil.
  ///   - decode: reads the value, where files may hold it in another form than its own.
  ///   - write: writes the value, where files do not always hold it.
  init<Value: Codable & Sendable>(
    _ name: String, _ property: Property<Value>, parts: [Part], leftOut: Value? = nil, isFixedByRun: Bool = true,
    check: SettingCheck<Value> = .any,
    decode: @escaping @Sendable (KeyedDecodingContainer<SettingName>, SettingName) throws -> Value = {
      try $0.decode(Value.self, forKey: $1)
    }, write: (@Sendable (Recipe, inout KeyedEncodingContainer<SettingName>) throws -> Void)? = nil
  ) {
    let key = SettingName(name)
    self.name = name
    self.parts = parts
    self.isFixedByRun = isFixedByRun
    self.property = property
    self.check = { try check.refuse($0[keyPath: property], name) }
    read = { container, recipe in
      if container.contains(key) {
        recipe[keyPath: property] = try decode(container, key)
      } else if let leftOut {
        recipe[keyPath: property] = leftOut
      }
    }
    self.write = write ?? { try $1.encode($0[keyPath: property], forKey: key) }
  }

  /// A setting that people see as one value.
  init<Value: Codable & Sendable>(
    _ name: String, _ property: Property<Value>, _ label: String, option: String? = nil, isFixedByRun: Bool = true,
    check: SettingCheck<Value> = .any, text: @escaping @Sendable (Value) -> String? = { "\($0)" }
  ) {
    self.init(
      name, property, parts: [Part(label, options: option.map { [$0] } ?? []) { text($0[keyPath: property]) }],
      isFixedByRun: isFixedByRun, check: check)
  }

  /// A setting that may be nil; files leave it out then.
  init<Value: Codable & Sendable>(
    _ name: String, optional property: Property<Value?>, _ label: String, option: String? = nil,
    check: SettingCheck<Value> = .any, text: @escaping @Sendable (Value?) -> String?
  ) {
    let key = SettingName(name)
    self.name = name
    self.property = property
    parts = [Part(label, options: option.map { [$0] } ?? []) { text($0[keyPath: property]) }]
    isFixedByRun = true
    self.check = { if let value = $0[keyPath: property] { try check.refuse(value, name) } }
    read = { $1[keyPath: property] = try $0.decodeIfPresent(Value.self, forKey: key) }
    write = { try $1.encodeIfPresent($0[keyPath: property], forKey: key) }
  }
}

extension RecipeSetting {
  /// A setting that files leave out, and people do not see, where it is as usual: files of versions before it mean that.
  init<Value: Codable & Sendable & Equatable>(
    _ name: String, _ property: Property<Value>, usual: Value, _ label: String, option: String,
    isFixedByRun: Bool = true, check: SettingCheck<Value> = .any, text: @escaping @Sendable (Value) -> String
  ) {
    let key = SettingName(name)
    let part = Part(label, options: [option]) {
      let value = $0[keyPath: property]
      return value == usual ? nil : text(value)
    }
    self.init(
      name, property, parts: [part], leftOut: usual, isFixedByRun: isFixedByRun, check: check,
      write: {
        let value = $0[keyPath: property]
        if value != usual { try $1.encode(value, forKey: key) }
      })
  }

  /// All options of the command line that change it.
  package var options: [String] { parts.flatMap(\.options) }

  /// The one option of the command line that sets it; nil where there is none or there are several.
  package var option: String? { options.count == 1 ? options[0] : nil }

  /// Whether it is the setting with this property.
  func isSetting(of property: PartialKeyPath<Recipe>) -> Bool { self.property == property }
}
