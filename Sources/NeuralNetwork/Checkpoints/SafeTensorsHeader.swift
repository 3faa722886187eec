// What a safetensors file holds, read and checked without its data.
internal import DataFiles
internal import Foundation
public import Tensors

/// The names, types and shapes of a safetensors file's tensors, and its metadata.
///
/// A header is accepted only where its tensors fill the file's data exactly: none reaches beyond them, no two overlap, and
/// no byte is left over. Nothing of a tensor's size is allocated before.
public struct SafeTensorsHeader: Sendable {
  /// What the file says of one tensor.
  public struct Entry: Sendable {
    /// The format's name of the number type, such as `F32` or `BF16`.
    public let type: String
    /// Extents of the axes.
    public let shape: Shape
    /// Where its bytes are, counted from the end of the header.
    let range: Range<Int>
  }

  /// The tensors.
  public let entries: [String: Entry]
  /// The header's `__metadata__`.
  public let metadata: [String: String]
  /// Where the data begin in the file.
  let dataOffset: Int

  /// The format's own limit, in bytes.
  static let maximumLength = 100_000_000

  /// Names of the tensors, sorted.
  public var names: [String] { entries.keys.sorted() }
  /// Shapes by name.
  public var shapes: [String: Shape] { entries.mapValues(\.shape) }
  /// Number types by name, as the format names them.
  public var types: [String: String] { entries.mapValues(\.type) }

  /// Reads the header of the file at `path`, and nothing else of it.
  ///
  /// - Throws: `FileError` for a file that is missing, truncated, damaged, or no safetensors file.
  public init(path: String) throws {
    let file = try MappedFile(path: path)
    self = try file.withUnsafeBytes { try SafeTensorsHeader($0, named: path) }
  }

  /// The header of a whole file's bytes; `name` stands for the path in errors.
  ///
  /// - Throws: as ``init(path:)``.
  public init(bytes: some Collection<UInt8>, named name: String = "safetensors in memory") throws {
    self = try withBytes(of: bytes) { try SafeTensorsHeader($0, named: name) }
  }

  init(_ bytes: UnsafeRawBufferPointer, named name: String) throws {
    func failure(_ problem: String) -> FileError {
      FileError(path: name, problem: "is no usable checkpoint: \(problem)")
    }
    guard bytes.count >= 8 else {
      throw FileError(path: name, problem: "is no safetensors file: \(bytes.count) bytes long, expected at least 8")
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.maximumLength), bytes.count == 8 || bytes[8] == UInt8(ascii: "{") else {
      throw FileError(path: name, problem: "is no safetensors file")
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw failure("its header should be \(length) bytes long, the file has \(bytes.count - 8)")
    }
    dataOffset = 8 + Int(length)
    let text: SafeTensorsHeaderText
    do {
      text = try JSONDecoder().decode(SafeTensorsHeaderText.self, from: Data(bytes[8..<dataOffset]))
    } catch let error as SafeTensorsHeaderText.UnreadableEntry {
      throw failure("\(error.name) has no valid dtype, shape and data_offsets")
    } catch {
      throw failure("its header is no safetensors header")
    }
    metadata = text.metadata
    var checked: [String: Entry] = [:]
    for (name, entry) in text.entries.sorted(by: { $0.key < $1.key }) {
      checked[name] = try Entry(entry, name, failure)
    }
    try Self.checkThatData(of: checked, fill: bytes.count - dataOffset, failure)
    entries = checked
  }

  /// Compares the places of all tensors with each other and with the bytes that there are.
  private static func checkThatData(
    of entries: [String: Entry], fill count: Int, _ failure: (String) -> FileError
  ) throws {
    let order = entries.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    var end = 0
    for (name, entry) in order {
      let start = entry.range.lowerBound
      guard start == end else {
        let relation = start < end ? "overlaps the tensor before it" : "leaves a gap behind the tensor before it"
        throw failure("\(name) \(relation): its data begin at \(start), expected \(end)")
      }
      end = entry.range.upperBound
      guard end <= count else { throw failure("it ends within \(name): \(count) bytes of data, expected \(end)") }
    }
    guard end == count else { throw failure("its tensors have \(end) bytes of data, the file has \(count)") }
  }
}

extension SafeTensorsHeader.Entry {
  /// An entry whose shape and number of bytes fit each other.
  fileprivate init(
    _ entry: SafeTensorsHeaderText.Entry, _ name: String, _ failure: (String) -> FileError
  ) throws {
    // Zeros count as one here: the other extents of an empty tensor must not overflow in later products either.
    var count = 1
    for extent in entry.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(extent, 1))
      guard extent >= 0, !overflow else { throw failure("\(name) has the impossible shape \(entry.shape)") }
      count = product
    }
    if entry.shape.contains(0) { count = 0 }
    let offsets = entry.dataOffsets
    guard offsets.count == 2, offsets[0] >= 0, offsets[1] >= offsets[0] else {
      throw failure("\(name) has the impossible offsets \(offsets)")
    }
    if let type = SafeTensorsType(rawValue: entry.dtype) {
      let (byteCount, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
      guard !overflow, offsets[1] - offsets[0] == byteCount else {
        throw failure("\(name), \(entry.dtype) of shape \(entry.shape), has the offsets \(offsets)")
      }
    }
    self.init(type: entry.dtype, shape: Shape(entry.shape), range: offsets[0]..<offsets[1])
  }
}

/// Calls `body` with the bytes of any collection, copied only where they do not lie side by side.
func withBytes<Result>(
  of bytes: some Collection<UInt8>, _ body: (UnsafeRawBufferPointer) throws -> Result
) throws -> Result {
  let result = try bytes.withContiguousStorageIfAvailable { try body(UnsafeRawBufferPointer($0)) }
  if let result { return result }
  return try Array(bytes).withUnsafeBytes { try body($0) }
}
