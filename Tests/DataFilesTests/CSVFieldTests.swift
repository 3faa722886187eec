// Text that goes through a CSV file unchanged, and that no spreadsheet runs.
import DataFiles
import Foundation
import Testing

@Suite struct CSVFieldTests {
  private static let texts = [
    "plain", "", " ", "a,b", "say \"hi\"", "\"", "two\nlines", "two\r\nlines", "one\rline", ",\u{301}x", "\"\u{301}x",
    "\r\n,",
    "cafe\u{301}", "caf\u{e9}", "=cmd()", "+1", "-1", "'-1", "-1e3", "-", "+cmd()", "-1+cmd()", "@x", "\t=1", "\r=1",
    "'=cmd()", "''=cmd()", "'", "''",
    "'quoted'", "=\u{301}",
    "=1,2", "<script>alert(1)</script>", "\u{1B}[31mred", "a;b", "J123456.78+012345.6", "\u{202E}gpj.exe", "😀,🧑‍🚀",
  ]

  @Test(arguments: texts) func textIsReadBackByteForByte(text: String) throws {
    let path = NSTemporaryDirectory() + "galaxy-csv-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AtomicFile.write("h,\(CSVField.text(text))\n\(CSVField.text(text)),x\n", to: path)
    var reader = try CSVReader(path: path)
    #expect(try reader.advance() && reader.fieldCount == 2)
    #expect(Array(reader.text(1).utf8) == Array(text.utf8))
    #expect(try reader.advance() && reader.fieldCount == 2)
    #expect(Array(reader.text(0).utf8) == Array(text.utf8))
    #expect(try !reader.advance())
  }

  /// A spreadsheet takes the quotes away before it looks for a formula.
  @Test(arguments: texts) func noFieldIsAFormula(text: String) {
    var field = CSVField.text(text)[...]
    if Double(text) != nil { return }
    if field.utf8.first == UInt8(ascii: "\"") { field = field.dropFirst() }
    #expect(!"=+-@\t\r".utf8.contains(field.utf8.first ?? 0))
  }

  @Test func whatNeedsNothingStaysAsItIs() {
    for text in ["plain", "'quoted'", "1.5", "a=b", "100008.jpg", "J12-3", "cafe\u{301}", "-1.5", "+7", "-8.57E-04"] {
      #expect(Array(CSVField.text(text).utf8) == Array(text.utf8))
    }
    #expect(CSVField.text("=1") == "'=1" && CSVField.text("a,\"b\"") == "\"a,\"\"b\"\"\"")
  }
}
