import DataFiles
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct SafeTensorsTests {
  private let folder: TemporaryFolder
  private let path: String
  private let contents = SafeTensors(
    tensors: ["b": .random([2, 3]), "a": Tensor(4), "empty": Tensor([0, 2], scalars: [])],
    metadata: ["key": "a \"quoted\" / value"])

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("contents.safetensors")
  }

  @Test func roundTripAndEqualBytes() throws {
    try contents.write(to: path)
    let first = try readFile(path)
    let read = try SafeTensors(path: path)
    #expect(read.tensors == contents.tensors && read.metadata == contents.metadata)
    try SafeTensors(tensors: contents.tensors, metadata: contents.metadata).write(to: path)
    #expect(try readFile(path) == first)
  }

  /// Bytes as the format's own writer would lay them out.
  @Test func readsTheFormat() throws {
    let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8) + [0, 0, 128, 63, 0, 0, 0, 192]
    #expect(try SafeTensors(bytes: bytes, path: "f").tensors == ["x": Tensor([2], scalars: [1, -2])])
  }

  @Test func damageIsNamed() throws {
    try contents.write(to: path)
    let bytes = try readFile(path)
    for length in [0, 7, 8, 20, bytes.count - 1] {
      #expect(throws: FileError.self) { _ = try SafeTensors(bytes: Array(bytes[..<length]), path: "f") }
    }
    func header(_ text: String) -> [UInt8] { [UInt8(text.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(text.utf8) }
    let cases = [
      (#"{"x":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}"#, "x has type F16, expected F32"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "x of shape [2] has the offsets [0, 4]"),
      (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "x has the impossible shape [-1]"),
      (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "it ends within x: 0 bytes of data, expected 4"),
      ("no JSON", "its header is no safetensors header"),
    ]
    for (text, problem) in cases {
      #expect(throws: FileError(path: "f", problem: "is no usable checkpoint: \(problem)")) {
        _ = try SafeTensors(bytes: header(text), path: "f")
      }
    }
  }
}
