// Headers that say something impossible, and damaged files.
import DataFiles
import NeuralNetwork
import Tensors
import Testing

/// Files made of a header's text and data.
enum SafeTensorsBytes {
  static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let length = header.utf8.count
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
  }
}

@Suite struct SafeTensorsHeaderTests {
  @Test func everyTruncationIsAnError() throws {
    let contents = SafeTensors(
      tensors: ["b": Tensor([2, 3], repeating: 1), "a": Tensor(4)], metadata: ["key": "value"])
    let bytes = contents.serialized()
    for length in 0..<bytes.count {
      #expect(throws: FileError.self, "\(length)") { _ = try SafeTensors(bytes: bytes[..<length]) }
    }
    #expect(throws: FileError.self) { _ = try SafeTensors(bytes: bytes + [0]) }
  }

  @Test func damageNeverCrashes() throws {
    let bytes = SafeTensors(
      tensors: ["b": Tensor([2, 3], repeating: 1), "a": Tensor(4)], metadata: ["key": "value"]
    ).serialized()
    for place in 0..<bytes.count - 28 {
      for flip: UInt8 in [0xFF, 0x01, 0x10, 0x80] {
        var damaged = bytes
        damaged[place] ^= flip
        do {
          let read = try SafeTensors(bytes: damaged, named: "bad")
          #expect(read.tensors.count == 2)
        } catch let error as FileError {
          #expect(error.path == "bad" && !error.problem.contains("\n"))
        }
      }
    }
  }

  @Test(
    arguments: [
      ("", "0 bytes long, expected at least 8"), ("1234567", "7 bytes long, expected at least 8"),
      ("GalaxyID,Class1.1\n", nil), ("\u{3}\0\0\0\0\0\0\0abc", nil), ("\u{2}\0\0\0\0\0\0\0[]", nil),
      ("\u{1}\u{E1}\u{F5}\u{5}\0\0\0\0{", nil),
    ] as [(String, String?)])
  func whatIsNoSafeTensorsFileIsSaidToBeNone(text: String, detail: String?) {
    let bytes = text.unicodeScalars.map { UInt8($0.value) }
    let problem = "is no safetensors file" + (detail.map { ": \($0)" } ?? "")
    #expect(throws: FileError(path: "f", problem: problem)) { _ = try SafeTensors(bytes: bytes, named: "f") }
    #expect(throws: FileError(path: "f", problem: problem)) { _ = try SafeTensorsHeader(bytes: bytes, named: "f") }
  }

  @Test(arguments: [
    ("{no JSON", "its header is no safetensors header"),
    (#"{"__metadata__":{"epoch":3}}"#, "its header is no safetensors header"),
    (#"{"x":{"dtype":"F32","shape":[2]}}"#, "x has no valid dtype, shape and data_offsets"),
    (#"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}"#, "x has no valid dtype, shape and data_offsets"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "x, F32 of shape [2], has the offsets [0, 4]"),
    (#"{"x":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#, "x, F16 of shape [2], has the offsets [0, 8]"),
    (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "x has the impossible shape [-1]"),
    (
      #"{"x":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}"#,
      "x has the impossible shape [0, 4611686018427387904, 4]"
    ),
    (
      #"{"x":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}"#,
      "x, F32 of shape [4611686018427387904], has the offsets [0, 0]"
    ),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "x has the impossible offsets [4, 0]"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "x has the impossible offsets [-4, 0]"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, "x has the impossible offsets [0]"),
    (#"{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "it ends within x: 8 bytes of data, expected 12"),
    (
      #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      "x leaves a gap behind the tensor before it: its data begin at 4, expected 0"
    ),
    (
      #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      "y overlaps the tensor before it: its data begin at 4, expected 8"
    ),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "its tensors have 4 bytes of data, the file has 8"),
  ])
  func impossibleHeadersAreRefused(header: String, problem: String) {
    #expect(throws: FileError(path: "f", problem: "is no usable checkpoint: \(problem)")) {
      _ = try SafeTensors(bytes: SafeTensorsBytes.file(header, [0, 0, 0, 0, 0, 0, 0, 0]), named: "f")
    }
  }

  /// A small file whose tensors, all of them the same bytes, would need terabytes.
  @Test func overlapsAreRefusedBeforeAnythingIsAllocated() {
    let entries = (0..<20_000).map { #""x\#($0)":{"dtype":"U8","shape":[4000000],"data_offsets":[0,4000000]}"# }
    let bytes = SafeTensorsBytes.file("{\(entries.joined(separator: ","))}", [UInt8](repeating: 0, count: 4_000_000))
    let error = #expect(throws: FileError.self) { _ = try SafeTensors(bytes: bytes) }
    #expect(error?.problem.contains("overlaps the tensor before it") == true)
  }
}
