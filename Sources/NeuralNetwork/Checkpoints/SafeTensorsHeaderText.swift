// The JSON of a safetensors header.

/// What stands in a header: one entry for each tensor, and the metadata.
struct SafeTensorsHeaderText: Codable {
  var metadata: [String: String] = [:]
  var entries: [String: Entry] = [:]

  struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// An entry that is not of the form above.
  struct UnreadableEntry: Error {
    let name: String
  }

  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    static let metadata = Key(stringValue: "__metadata__")
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      let name = key.stringValue
      if name == Key.metadata.stringValue {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        do {
          entries[name] = try container.decode(Entry.self, forKey: key)
        } catch {
          throw UnreadableEntry(name: name)
        }
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
    for (name, entry) in entries { try container.encode(entry, forKey: Key(stringValue: name)) }
  }
}
