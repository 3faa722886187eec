import Reports
import Testing

@Suite struct NumberTextTests {
  @Test func fixedDecimals() {
    #expect(NumberText.fixed(0.09264, decimals: 4) == "0.0926")
    #expect(NumberText.fixed(.nan, decimals: 4) == "NaN")
    #expect(NumberText.fixed(-.infinity, decimals: 4) == "−∞")
  }

  @Test func significantDigitsHideSinglePrecision() {
    #expect(NumberText.significant(Double(Float(0.001))) == "0.001")
    #expect(NumberText.significant(1e-6) == "1e-06")
    #expect(NumberText.significant(0.00025) == "0.00025")
  }

  @Test(arguments: [
    (0, "0"), (37, "37"), (999, "999"), (1000, "1,000"), (849_285, "849,285"), (50_526_053, "50,526,053"),
    (-1234, "−1,234"),
  ])
  func counts(value: Int, text: String) {
    #expect(NumberText.count(value) == text)
  }

  @Test func extents() {
    #expect(NumberText.extents([48, 64, 3]) == "48×64×3")
    #expect(NumberText.extents([37]) == "37")
  }

  @Test(arguments: [
    (0.0, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (872, "14 min 32 s"),
    (3599.9, "1 h 00 min"), (7530, "2 h 06 min"), (86_400, "24 h 00 min"), (.infinity, "∞"),
  ])
  func durations(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds: seconds).replacing("\u{A0}", with: " ") == text)
  }

  @Test func numbersStayWithTheirUnits() {
    #expect(NumberText.duration(seconds: 872) == "14\u{A0}min 32\u{A0}s")
  }
}
