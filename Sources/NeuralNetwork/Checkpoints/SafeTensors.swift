// The safetensors format: a JSON header and little-endian arrays.
internal import DataFiles
internal import Foundation
public import Tensors

/// Tensors by name with text by key, as a safetensors file holds them.
///
/// The format is that of https://github.com/huggingface/safetensors: eight bytes with the header's length, the header
/// in JSON, then the data. Only float32 arrays are read. Equal contents make equal bytes: names are written in order.
public struct SafeTensors: Sendable {
  /// The arrays.
  public var tensors: [String: Tensor]
  /// The header's `__metadata__`.
  public var metadata: [String: String]

  /// Contents for a file.
  public init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  private struct Entry: Codable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  private struct Header: Codable {
    var metadata: [String: String] = [:]
    var entries: [String: Entry] = [:]

    private struct Key: CodingKey {
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
        if key.stringValue == Key.metadata.stringValue {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
      for (name, entry) in entries { try container.encode(entry, forKey: Key(stringValue: name)) }
    }
  }

  /// Reads a file.
  ///
  /// - Throws: ``FileError`` for a file that is missing, truncated or no safetensors file of float32 arrays.
  public init(path: String) throws {
    try self.init(bytes: try readFile(path), path: path)
  }

  /// Reads a file's bytes; `path` names them in errors.
  public init(bytes: [UInt8], path: String) throws {
    func failure(_ problem: String) -> FileError {
      FileError(path: path, problem: "is no usable checkpoint: \(problem)")
    }
    guard bytes.count >= 8 else { throw failure("\(bytes.count) bytes long, a safetensors file has at least 8") }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(bytes.count - 8) else {
      throw failure("its header should be \(length) bytes long, the file has \(bytes.count - 8)")
    }
    let start = 8 + Int(length)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
    } catch {
      throw failure("its header is no safetensors header")
    }
    metadata = header.metadata
    tensors = [:]
    for (name, entry) in header.entries.sorted(by: { $0.key < $1.key }) {
      guard entry.dtype == "F32" else { throw failure("\(name) has type \(entry.dtype), expected F32") }
      var byteCount = 4
      for extent in entry.shape {
        let (product, overflow) = byteCount.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else { throw failure("\(name) has the impossible shape \(entry.shape)") }
        byteCount = product
      }
      guard entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0, entry.dataOffsets[1] >= entry.dataOffsets[0],
        entry.dataOffsets[1] - entry.dataOffsets[0] == byteCount
      else { throw failure("\(name) of shape \(entry.shape) has the offsets \(entry.dataOffsets)") }
      guard entry.dataOffsets[1] <= bytes.count - start else {
        throw failure("it ends within \(name): \(bytes.count - start) bytes of data, expected \(entry.dataOffsets[1])")
      }
      tensors[name] = Tensor(Shape(entry.shape)) { buffer in
        bytes.withUnsafeBytes { source in
          let first = start + entry.dataOffsets[0]
          UnsafeMutableRawBufferPointer(buffer).copyMemory(
            from: UnsafeRawBufferPointer(rebasing: source[first..<first + byteCount]))
        }
      }
    }
  }

  /// Writes a file that appears whole or not at all.
  public func write(to path: String) throws {
    let names = tensors.keys.sorted()
    var header = Header()
    header.metadata = metadata
    var offset = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let end = offset + 4 * tensor.shape.count
      header.entries[name] = Entry(dtype: "F32", shape: tensor.shape.dimensions, dataOffsets: [offset, end])
      offset = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = Array(try encoder.encode(header))
    // Data begin at a multiple of 8, as the format's own writer has it.
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    let file = try AtomicFile(path: path)
    try file.write((0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) })
    try file.write(text)
    for name in names {
      try tensors[name]?.withUnsafeBuffer { try file.write(UnsafeRawBufferPointer($0)) }
    }
    try file.commit()
  }
}
