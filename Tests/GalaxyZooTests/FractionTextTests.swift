// Fractions as text.
import Foundation
import GalaxyZoo
import Testing

@Suite struct FractionTextTests {
  /// Six decimals as the C library prints them, ties and neighbours of ties included.
  @Test func decimalsAreRoundedAsCRoundsThem() throws {
    var values: [Float] = [0x1p-7, 3 * 0x1p-7, 0x1p-24, 0.9999995, 0.99999994, 1e-38, 5e-7, 1.5e-6, 0.001]
    for step in 0..<128 { values.append(Float(step) / 128) }
    for step in 0..<3000 {
      let value = Float(step) * 0.000_333_3
      values += [value, value.nextUp, value.nextDown].map { max($0, 0) }
    }
    let differing = values.filter { value in
      var text: [UInt8] = []
      appendFraction(value, to: &text)
      return String(decoding: text, as: UTF8.self) != String(format: "%.6f", Double(value))
    }
    #expect(differing.isEmpty, "\(differing.prefix(3))")
  }
}
