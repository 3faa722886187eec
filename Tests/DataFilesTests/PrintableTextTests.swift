// No name of a file does anything to a terminal.
import DataFiles
import Foundation
import Testing

@Suite struct PrintableTextTests {
  @Test func charactersThatActAreWrittenOut() {
    #expect("\u{1B}[31mred\u{7}".printable == "\\u{1B}[31mred\\u{7}")
    #expect("a\nb\r\nc\td\u{0}".printable == "a\\nb\\r\\nc\\td\\u{0}")
    #expect("\u{9B}2J\u{7F}\u{85}".printable == "\\u{9B}2J\\u{7F}\\u{85}")
    #expect("a\u{202E}gpj.exe\u{2066}\u{2028}".printable == "a\\u{202E}gpj.exe\\u{2066}\\u{2028}")
    #expect("a\n\u{1B}b\n".printableLines == "a\n\\u{1B}b\n")
  }

  @Test func everythingElseStaysAsItIs() {
    for text in ["", "galaxy 100008", "caf\u{e9}", "cafe\u{301}", "🧑‍🚀", "נגה", "a\\b", "<script>", "█░"] {
      #expect(Array(text.printable.utf8) == Array(text.utf8))
    }
  }

  @Test func jsonStaysTheSameValue() throws {
    let names = ["\u{9B}2J", "\u{202E}x", "\u{1B}[0m", "a\nb", "\u{7F}"]
    let json = String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
    #expect(try JSONDecoder().decode([String].self, from: Data(json.printableJSON.utf8)) == names)
    #expect(json.printableJSON.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F })
  }

  @Test func errorsAreOneLine() {
    let error = FileError(path: "a\nb\u{1B}[2J.jpg", problem: "is of the class \u{7}\n")
    #expect("\(error)" == "a\\nb\\u{1B}[2J.jpg: is of the class \\u{7}\\n")
    #expect(error.path == "a\nb\u{1B}[2J.jpg")
  }
}
