// Training gives the bits that it gave when they were recorded, and runs of that time go on.
import Foundation
import NeuralNetwork
import TestSupport
import Tensors
import Testing

/// What `Scripts/fixtures/training_bits.py` recorded.
private struct Recording: Decodable, Sendable {
  let common: [String]
  let labels: [String: [String]]
  let options: [String: [String]]
  /// Hash of the tensors after the second epoch of the old run, by set of kernels.
  let oldRun: [String: String]
  /// Hash of the tensors of every `network/task`, by set of kernels.
  let tensors: [String: [String: String]]

  static let contents = Result {
    let url = try #require(
      Bundle.module.url(forResource: "training_bits", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(Recording.self, from: Data(contentsOf: url))
  }

  static let networks = (try? contents.get().options.keys.sorted()) ?? []
  static let kernels = (try? contents.get().tensors.keys.sorted()) ?? []
}

/// The sets of kernels that this processor can run, as the package chooses among them.
private enum InstructionSet {
  static let available: [String] = {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = Set(information.split { $0.isWhitespace })
    let needs: [(name: String, features: Set<Substring>)] = [
      ("avx512", ["avx512f", "avx512vl", "avx512bw", "avx512dq"]), ("avx2", ["avx2", "fma"]), ("portable", []),
    ]
    return needs.filter { flags.isSuperset(of: $0.features) }.map(\.name)
  }()

  /// Those whose bits were recorded.
  static let recorded = available.filter(Recording.kernels.contains)
}

/// Serialized, because every run takes all processors.
@Suite(.serialized) struct TrainingBitsTests {
  private let place: Workplace
  private let recording: Recording

  init() throws {
    recording = try Recording.contents.get()
    place = try Workplace.withGalaxies()
    let rows = SyntheticGalaxies.identifiers.enumerated().map { "\($1),\($0 % 2 == 0 ? "disk" : "smooth")\n" }
    try place.folder.write("GalaxyID,kind\n" + rows.joined(), to: "classes.csv")
  }

  /// SHA-256 over the tensors of a checkpoint in the order of their names: the name, a line feed, the bytes.
  private func digest(_ file: String) throws -> String {
    let tensors = try SafeTensors(path: place.folder.path(file)).tensors
    let (process, input, output) = (Process(), Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum"]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    for name in tensors.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      try input.fileHandleForWriting.write(contentsOf: Data("\(name)\n".utf8))
      try tensors[name]?.withUnsafeBuffer { try input.fileHandleForWriting.write(contentsOf: Data(buffer: $0)) }
    }
    try input.fileHandleForWriting.close()
    let line = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: line.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
  }

  private func train(_ arguments: [String], kernels: String) throws {
    let result = try place.galaxy(["train"] + arguments, environment: ["GALAXY_KERNELS": kernels])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: InstructionSet.recorded, Recording.networks)
  func tensorsAreThoseRecorded(kernels: String, network: String) throws {
    for (task, labels) in recording.labels {
      try train(
        ["--network", network, "--images", "images", "--output", "run", "--overwrite"] + labels + recording.common
          + recording.options[network, default: []], kernels: kernels)
      #expect(try digest("run/last.safetensors") == recording.tensors[kernels]?["\(network)/\(task)"], "\(task)")
    }
  }

  /// Skipped, so that it is seen, on processors with kernels that no machine has recorded yet.
  @Test(
    .enabled(
      if: InstructionSet.recorded == InstructionSet.available,
      "kernels without recorded bits: Scripts/fixtures/training_bits.py records them"))
  func everySetOfKernelsIsCompared() {
    #expect(InstructionSet.recorded.contains("portable"))
  }

  /// The run was stopped after one epoch of two by the version that recorded it.
  @Test func anOldRunGoesOn() throws {
    let old = try #require(Bundle.module.url(forResource: "old_run", withExtension: nil, subdirectory: "Fixtures"))
    for name in ["best.safetensors", "last.safetensors", "history.csv", "config.yaml"] {
      var bytes = try Data(contentsOf: old.appendingPathComponent(name))
      if name == "config.yaml" {
        bytes = Data(String(decoding: bytes, as: UTF8.self).replacing("FOLDER", with: place.folder.path).utf8)
      }
      try place.folder.write(bytes, to: "old/\(name)")
    }
    try train(["--resume", "old"], kernels: "portable")
    #expect(try digest("old/last.safetensors") == recording.oldRun["portable"])
    let prediction = try place.galaxy(["predict", "--checkpoint", "old", "--images", "images", "--output", "p.csv"])
    #expect(prediction.status == 0, "\(prediction.errors)")
  }
}
