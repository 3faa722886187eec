// Every network's numbers, to the bit: changes of the code that are not meant to change what is computed do not.
import Foundation
import ImageModels
import NeuralNetwork
import Tensors
import Testing

/// What a network computes from the formula's weights and images, as hashes of bit patterns.
private struct NetworkBits: Codable, Equatable {
  /// Of the output in inference.
  let output: String
  /// Of the loss in training.
  let loss: String
  /// Of the gradients of all parameters, by name.
  let gradient: String

  init(_ sample: NetworkSample) throws {
    let training = try sample.training()
    (loss, gradient) = (training.loss.bits, training.gradient.bits)
    output = sample.inferenceOutput().bits
  }
}

/// Rounding belongs to the instruction set, so there are hashes for each. `GALAXY_RECORD_BITS` may name a file in which
/// the hashes found are written: a copy of the fixture, for a change that is meant to change numbers.
@Suite(.serialized) struct InferenceBitsTests {
  private typealias Table = [String: [String: NetworkBits]]

  private static let recordingPath = ProcessInfo.processInfo.environment["GALAXY_RECORD_BITS"]
  private static let recorded: Table =
    Bundle.module.url(forResource: "network_bits", withExtension: "json", subdirectory: "Fixtures")
    .flatMap { try? table($0) } ?? [:]

  private static func table(_ url: URL) throws -> Table {
    try JSONDecoder().decode(Table.self, from: Data(contentsOf: url))
  }

  @Test func theFixtureCanBeRead() { #expect(Self.recorded["portable"]?.count == NetworkDefinition.standard.count) }

  @Test(
    .enabled(
      if: recordingPath != nil || recorded[Parallel.instructionSet] != nil, "nothing recorded for these kernels"),
    arguments: NetworkDefinition.standard)
  func bitsAreThoseRecorded(_ definition: NetworkDefinition) throws {
    let found = try NetworkBits(NetworkSample(definition))
    if let path = Self.recordingPath {
      return try Self.record(found, of: definition.name, in: URL(fileURLWithPath: path))
    }
    #expect(found == Self.recorded[Parallel.instructionSet]?[definition.name])
  }

  private static func record(_ bits: NetworkBits, of network: String, in url: URL) throws {
    var table = (try? table(url)) ?? [:]
    table[Parallel.instructionSet, default: [:]][network] = bits
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try (encoder.encode(table) + Data("\n".utf8)).write(to: url)
  }

  @Test func oneBitChangesTheHash() {
    let tensor = Tensor([2], scalars: [1, 2])
    #expect(tensor.bits == "97a69ee2da301d8")
    #expect(tensor.bits != Tensor([2], scalars: [1, Float(2).nextUp]).bits)
    #expect(Tensor(0).bits != Tensor(-0.0).bits)
  }
}

extension Tensor {
  /// FNV-1a of the elements' bit patterns, 64 bits in hexadecimal.
  fileprivate var bits: String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for scalar in scalars {
      for shift in stride(from: 0, to: 32, by: 8) {
        hash = (hash ^ UInt64(scalar.bitPattern >> UInt32(shift) & 0xFF)) &* 0x100_0000_01B3
      }
    }
    return String(hash, radix: 16)
  }
}
