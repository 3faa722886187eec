// Tensors to the bytes of a safetensors file.
internal import DataFiles
internal import Foundation
internal import Tensors

extension SafeTensors {
  /// Writes a file that appears whole or not at all. Equal contents make equal bytes: names are written in order.
  ///
  /// - Throws: `FileError` where it cannot be written.
  public func write(to path: String) throws {
    let file = try AtomicFile(path: path)
    try writeParts { try file.write($0) }
    try file.commit()
  }

  /// The bytes that ``write(to:)`` writes.
  public func serialized() -> [UInt8] {
    var bytes: [UInt8] = []
    writeParts { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Calls `write` with one piece of the file after the other.
  private func writeParts(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    let names = tensors.keys.sorted()
    var header = SafeTensorsHeaderText()
    header.metadata = metadata
    var offset = 0
    for name in names {
      guard let shape = tensors[name]?.shape else { continue }
      let end = offset + 4 * shape.count
      header.entries[name] = .init(dtype: "F32", shape: shape.dimensions, dataOffsets: [offset, end])
      offset = end
    }
    var text = header.json
    // Data begin at a multiple of 8, as the format's own writer has it.
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    try (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }.withUnsafeBytes { try write($0) }
    try text.withUnsafeBytes { try write($0) }
    for name in names {
      try tensors[name]?.withUnsafeBuffer { try write(UnsafeRawBufferPointer($0)) }
    }
  }
}

extension SafeTensorsHeaderText {
  /// The header as it is written, keys in order.
  fileprivate var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(self))
    } catch {
      fatalError("SafeTensors: text and integers could not be written as JSON: \(error)")
    }
  }
}
