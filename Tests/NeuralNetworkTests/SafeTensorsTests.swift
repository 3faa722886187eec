// Reading and writing safetensors.
import DataFiles
import Foundation
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
    #expect(contents.serialized() == first)
    for bytes in [AnyCollection(first), AnyCollection(Data(first)), AnyCollection(first.lazy.map { $0 })] {
      #expect(try SafeTensors(bytes: bytes).tensors == contents.tensors)
    }
  }

  /// The bytes of a file, written out by hand.
  @Test func writesTheFormat() throws {
    let header =
      #"{"__metadata__":{"k":"/v"},"s":{"data_offsets":[0,4],"dtype":"F32","shape":[]},"#
      + #""t":{"data_offsets":[4,12],"dtype":"F32","shape":[1,2]}}"#
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let contents = SafeTensors(
      tensors: ["t": Tensor([1, 2], scalars: [1, -2]), "s": Tensor(0.5)], metadata: ["k": "/v"])
    #expect(
      contents.serialized() == SafeTensorsBytes.file(padded, [0, 0, 0, 63, 0, 0, 128, 63, 0, 0, 0, 192]))
  }

  /// Bytes as the format's own writer would lay them out.
  @Test func readsTheFormat() throws {
    let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let bytes = SafeTensorsBytes.file(header, [0, 0, 128, 63, 0, 0, 0, 192])
    #expect(try SafeTensors(bytes: bytes).tensors == ["x": Tensor([2], scalars: [1, -2])])
  }

  @Test func partsShareAFile() throws {
    let (generator, discriminator) = (["up.weight": Tensor.random([2])], ["up.weight": Tensor.random([3])])
    var both = SafeTensors(["generator": generator, "discriminator": discriminator], metadata: ["epoch": "3"])
    #expect(Set(both.tensors.keys) == ["generator.up.weight", "discriminator.up.weight"])
    #expect(both.metadata == ["epoch": "3"])
    #expect(both[prefix: "generator"] == generator && both[prefix: "discriminator"] == discriminator)
    #expect(both[prefix: "gen"].isEmpty && both[prefix: "generator.up"] == ["weight": generator["up.weight"]])
    #expect(both.dropping(prefix: "generator") == SafeTensors(["discriminator": discriminator]).tensors)
    #expect(
      both.dropping(prefix: "gen") == both.tensors
        && both.dropping(prefix: "generator.up").count == both.tensors.count - 1)
    both[prefix: "generator"] = ["bias": Tensor(1)]
    #expect(both[prefix: "generator"] == ["bias": Tensor(1)] && both[prefix: "discriminator"] == discriminator)
  }

  @Test func unwantedTensorsMayBeOfAnyType() throws {
    let header =
      #"{"odd":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},"#
      + #""x":{"dtype":"F32","shape":[],"data_offsets":[3,7]}}"#
    let bytes = SafeTensorsBytes.file(header, [1, 2, 3, 0, 0, 128, 63])
    let problem =
      "is no usable checkpoint: odd has type F8_E4M3, expected one of F64, F32, F16, BF16, "
      + "I64, I32, I16, I8, U64, U32, U16, U8, BOOL"
    #expect(throws: FileError(path: "f", problem: problem)) { _ = try SafeTensors(bytes: bytes, named: "f") }
    #expect(try SafeTensors(bytes: bytes, where: { $0 != "odd" }).tensors == ["x": Tensor(1)])
    try AtomicFile.write(bytes, to: path)
    #expect(try SafeTensors(path: path, where: { $0 == "x" }).tensors == ["x": Tensor(1)])
    let read = try SafeTensorsHeader(path: path)
    #expect(read.names == ["odd", "x"] && read.types == ["odd": "F8_E4M3", "x": "F32"])
    #expect(read.shapes == ["odd": [3], "x": []])
  }
}
