import DataFiles
import Testing

@Suite struct PositiveNumberTests {
  @Test(arguments: [("100008", 100_008), ("007", 7), ("0", nil), ("-7", nil), ("1.0", nil), ("cover", nil), ("", nil)])
  func onlyPositiveWholeNumbersAreRead(text: String, number: Int?) {
    #expect(Int(positive: text) == number)
  }
}
