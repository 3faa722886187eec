// The safetensors format: a JSON header and little-endian arrays.
internal import DataFiles
internal import Preconditions
public import Tensors

/// Tensors by name with text by key, as a safetensors file holds them.
///
/// ```swift
/// try SafeTensors(tensors: network.tensors, metadata: ["author": "me"]).write(to: path)
/// let file = try SafeTensors(path: path)
/// try network.load(file.tensors)
/// ```
///
/// The format is that of https://github.com/huggingface/safetensors: eight bytes with the header's length, the header
/// in JSON, then the data. Tensors are written as float32. F16, BF16, F64, I8 to I64, U8 to U64 and BOOL are read, too, as
/// the nearest `Float`: numbers of more than 24 significant bits are rounded, and an F64 beyond Float's range becomes
/// infinite.
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

  /// The tensors of several parts, such as a generator and a discriminator: that of the name `n` in the part `p` is called
  /// `p.n`. ``subscript(prefix:)`` gives a part back.
  public init(_ parts: [String: [String: Tensor]], metadata: [String: String] = [:]) {
    var tensors: [String: Tensor] = [:]
    for (part, contents) in parts {
      for (name, tensor) in contents {
        let isNew = tensors.updateValue(tensor, forKey: "\(part).\(name)") == nil
        require(isNew, "SafeTensors: two tensors would be called \(part).\(name)")
      }
    }
    self.init(tensors: tensors, metadata: metadata)
  }

  /// Reads a file, or some of its tensors.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - isWanted: whether to read the tensor of a name; the others may be of any type.
  /// - Throws: `FileError` for a file that is missing, truncated, damaged, or no safetensors file, and where a tensor to be
  ///   read has a type that has no conversion.
  public init(path: String, where isWanted: (_ name: String) -> Bool = { _ in true }) throws {
    try self.init(bytes: readFile(path), named: path, where: isWanted)
  }

  /// Reads a whole file's bytes, or some of the tensors; `name` stands for the path in errors.
  ///
  /// - Throws: as ``init(path:where:)``.
  public init(
    bytes: some Collection<UInt8>, named name: String = "safetensors in memory",
    where isWanted: (_ name: String) -> Bool = { _ in true }
  ) throws {
    self = try withBytes(of: bytes) { bytes in
      let header = try SafeTensorsHeader(bytes, named: name)
      let data = UnsafeRawBufferPointer(rebasing: bytes[header.dataOffset...])
      let wanted = header.names.filter(isWanted)
      let tensors = try wanted.map { try (name: $0, tensor: header.tensor($0, in: data, of: name)) }
      return SafeTensors(
        tensors: Dictionary(tensors.map { ($0.name, $0.tensor) }) { first, _ in first }, metadata: header.metadata)
    }
  }

  /// The tensors whose names begin with `prefix` and a point, under the rest of their names.
  ///
  /// `contents[prefix: "generator"]` is what `generator.load(_:)` takes. Setting it replaces them all.
  public subscript(prefix prefix: String) -> [String: Tensor] {
    get {
      var part: [String: Tensor] = [:]
      for (name, tensor) in tensors where name.hasPrefix("\(prefix).") {
        part[String(name.dropFirst(prefix.count + 1))] = tensor
      }
      return part
    }
    set {
      tensors = dropping(prefix: prefix)
      for (name, tensor) in newValue { tensors["\(prefix).\(name)"] = tensor }
    }
  }

  /// The tensors whose names do not begin with `prefix` and a point: what ``subscript(prefix:)`` leaves over.
  public func dropping(prefix: String) -> [String: Tensor] {
    tensors.filter { !$0.key.hasPrefix("\(prefix).") }
  }
}

extension SafeTensorsHeader {
  /// The tensor of a name of the header, which was checked against `data`; `file` stands for the path in errors.
  fileprivate func tensor(_ name: String, in data: UnsafeRawBufferPointer, of file: String) throws -> Tensor {
    guard let entry = entries[name] else { preconditionFailure("SafeTensorsHeader: no entry \(name)") }
    guard let type = SafeTensorsType(rawValue: entry.type) else {
      let types = SafeTensorsType.allCases.map(\.rawValue).joined(separator: ", ")
      throw FileError(
        path: file, problem: "is no usable checkpoint: \(name) has type \(entry.type), expected one of \(types)")
    }
    return Tensor(entry.shape) { type.convert(UnsafeRawBufferPointer(rebasing: data[entry.range]), to: $0) }
  }
}
