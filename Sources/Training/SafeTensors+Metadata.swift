// Values in the metadata of a checkpoint, as JSON.
internal import Foundation
public import NeuralNetwork

extension SafeTensors {
  /// The value stored under `key`; nil where there is none.
  ///
  /// - Throws: ``MetadataError`` where it is of another kind.
  public func metadataValue<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value? {
    guard let text = metadata[key] else { return nil }
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw MetadataError(key: key, isMissing: false)
    }
  }

  /// The value stored under `key`.
  ///
  /// - Throws: ``MetadataError`` where there is none, or one of another kind.
  public func requiredMetadataValue<Value: Decodable>(_ key: String, as type: Value.Type = Value.self) throws -> Value {
    guard let value = try metadataValue(key, as: type) else { throw MetadataError(key: key, isMissing: true) }
    return value
  }

  /// Stores a value under `key`, as JSON with sorted keys: equal values give equal bytes.
  public mutating func setMetadata(_ value: some Encodable, for key: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    metadata[key] = String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// A value that the metadata of a checkpoint lack, or hold in another form.
public struct MetadataError: Error, CustomStringConvertible {
  /// The value's key.
  public let key: String
  /// Whether there is no such value at all.
  public let isMissing: Bool

  /// An error about the value stored under `key`.
  public init(key: String, isMissing: Bool) {
    self.key = key
    self.isMissing = isMissing
  }

  /// One line for the user.
  public var description: String { isMissing ? "its metadata lack \(key)" : "its metadata hold no usable \(key)" }
}
