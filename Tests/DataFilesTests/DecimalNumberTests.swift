import DataFiles
import Testing

@Suite struct DecimalNumberTests {
  private func parse(_ text: String) -> Float? {
    Array(text.utf8).withUnsafeBufferPointer { Float(decimal: $0) }
  }

  @Test(
    arguments: [
      ("0", 0), ("1", 1), ("0.5", 0.5), ("0.117789750", 0.11778975), ("8.57E-04", 0.000857), ("1e2", 100),
      ("+.25", 0.25),
      ("2.", 2), ("-3.5e+0", -3.5), ("000000000000000000000000.125", 0.125), ("0.1000000000000000055511151", 0.1),
      ("1e-45", Float.leastNonzeroMagnitude), ("3.4028235e38", Float.greatestFiniteMagnitude), ("1e39", .infinity),
      ("0e999999999999", 0), ("16777217", 16_777_216),
    ] as [(String, Float)])
  func numbersOfTheKindsThatFilesHold(text: String, expected: Float) {
    #expect(parse(text) == expected)
  }

  /// A decimal just below the midpoint of two Floats, so near that its double is the midpoint: rounding that double
  /// would go up to the even neighbour.
  @Test func doublesOnAMidpointAreNotRoundedTwice() {
    #expect(Float(4.000000715255737 as Double) == 4 + 0x1p-20)
    #expect(parse("4.000000715255737") == 4 + 0x1p-21)
  }

  @Test func negativeZeroKeepsItsSign() {
    #expect(parse("-0.0")?.sign == .minus)
  }

  @Test(arguments: [
    "", ".", "-", "+", "e5", "1e", "1e+", "1.2.3", "nan", "NaN", "inf", "Infinity", "0x10", " 1", "1 ", "1,5", "--1",
    "1f", "1_000", "½",
  ])
  func othersAreNoNumbers(text: String) {
    #expect(parse(text) == nil)
  }

  /// Against the standard library's conversion, which is correctly rounded too but reads text another way.
  @Test func agreesWithTheStandardLibrary() {
    var state: UInt64 = 7
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var mismatches: [String] = []
    for _ in 0..<200_000 {
      var text = draw(4) == 0 ? "-" : ""
      for _ in 0..<draw(4) { text += String(draw(10)) }
      text += "."
      for _ in 0..<(1 + draw(20)) { text += String(draw(10)) }
      if draw(2) == 0 { text += "e\(Int(draw(100)) - 60)" }
      if parse(text)?.bitPattern != Float(text)?.bitPattern { mismatches.append(text) }
    }
    #expect(mismatches == [])
  }
}
