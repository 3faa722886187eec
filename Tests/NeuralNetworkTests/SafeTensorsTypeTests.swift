// Number types against numpy and ml_dtypes, whose values Scripts/fixtures/number_types.py wrote.
import Foundation
import NeuralNetwork
import Tensors
import Testing

@Suite struct SafeTensorsTypeTests {
  private func fixture() throws -> String {
    try #require(
      Bundle.module.url(forResource: "number-types", withExtension: "safetensors", subdirectory: "Fixtures")
    ).path
  }

  @Test(arguments: [
    "BOOL", "I8", "U8", "F16", "BF16", "I16", "U16", "I32", "U32", "F32", "I64", "U64", "F64",
  ])
  func numbersAreNumpys(type: String) throws {
    let path = try fixture()
    let header = try SafeTensorsHeader(path: path)
    #expect(header.types["\(type)/numbers"] == type && header.types["\(type)/float32"] == "F32")
    let tensors = try SafeTensors(path: path) { $0.hasPrefix("\(type)/") }.tensors
    #expect(tensors.count == 2)
    let (found, expected) = (try #require(tensors["\(type)/numbers"]), try #require(tensors["\(type)/float32"]))
    #expect(found.shape == expected.shape && found.shape == header.shapes["\(type)/numbers"])
    for (index, (value, wanted)) in zip(found.scalars, expected.scalars).enumerated() {
      // NaNs may differ in their payload, zeros may not differ in their sign.
      #expect(value.bitPattern == wanted.bitPattern || value.isNaN && wanted.isNaN, "number \(index)")
    }
  }

  /// All halves, from the definition: fraction · 2^exponent, computed in double precision.
  @Test func everyHalf() throws {
    let bits = (0...UInt16.max).map { $0 }
    let data = bits.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let header = #"{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    let halves = try #require(try SafeTensors(bytes: SafeTensorsBytes.file(header, data)).tensors["h"]).scalars
    for (bits, value) in zip(bits, halves) {
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
      let isNegative = bits >> 15 == 1
      var magnitude = exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024) * pow(2, Double(exponent - 15))
      if exponent == 31 { magnitude = fraction == 0 ? .infinity : .nan }
      let isEqual = magnitude.isNaN ? value.isNaN : Double(value) == (isNegative ? -magnitude : magnitude)
      guard isEqual, magnitude.isNaN || (value.sign == .minus) == isNegative else {
        Issue.record("half \(String(bits, radix: 16)) became \(value), expected \(magnitude)")
        return
      }
    }
  }
}
