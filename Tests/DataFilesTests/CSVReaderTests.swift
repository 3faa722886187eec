import DataFiles
import Foundation
import Testing

@Suite struct CSVReaderTests {
  private func reader(_ text: String) throws -> CSVReader {
    let path = NSTemporaryDirectory() + "galaxy-csv-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AtomicFile.write(text, to: path)
    return try CSVReader(path: path)
  }

  private func rows(_ text: String) throws -> [[String]] {
    var reader = try reader(text)
    var rows: [[String]] = []
    while try reader.advance() { rows.append((0..<reader.fieldCount).map { reader.text($0) }) }
    return rows
  }

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r\n1,2", "\u{FEFF}a,b\n1,2\n", "a,b\n1,2\n\n\n",
    "a,b\r\n\r\n1,2\r\n\r\n",
    "\"a\",\"b\"\n\"1\",2\n", "\"a\",b\r\n1,\"2\"\r\n", "a,b\n1,\"2\"", "\na,b\n1,2\r",
  ])
  func theSameTableInEveryDress(text: String) throws {
    #expect(try rows(text) == [["a", "b"], ["1", "2"]])
  }

  @Test func emptyFieldsAreKept() throws {
    #expect(try rows(",\na,,c\n,,\n\"\",x\n") == [["", ""], ["a", "", "c"], ["", "", ""], ["", "x"]])
    #expect(try rows("a,") == [["a", ""]])
  }

  @Test func filesWithoutRows() throws {
    for text in ["", "\n", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}\n"] { #expect(try rows(text) == []) }
  }

  @Test func quotesHoldCommasQuotesAndLines() throws {
    let text = "\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n\"\"\"\",5\" wide,x\n"
    #expect(try rows(text) == [["a,b", "say \"hi\"", "two\r\nlines"], ["\"", "5\" wide", "x"]])
  }

  @Test func linesAreCountedAsEditorsCountThem() throws {
    var reader = try reader("a\n\n\"b\nb\"\r\nc\n")
    var lines: [Int] = []
    while try reader.advance() { lines.append(reader.line) }
    #expect(lines == [1, 3, 5])
  }

  @Test func numbersAndExcerpts() throws {
    var reader = try reader("0.25,\"1e-1\",x\ty,\(String(repeating: "z", count: 50))\n")
    #expect(try reader.advance())
    #expect(reader.float(0) == 0.25)
    #expect(reader.float(1) == 0.1)
    #expect(reader.float(2) == nil)
    #expect(reader.excerpt(2) == #""x\ty""#)
    #expect(reader.excerpt(3) == "\"\(String(repeating: "z", count: 39))…\"")
    #expect(Array(reader.bytes(0)) == Array("0.25".utf8))
  }

  @Test func brokenQuotesAreErrorsWithTheirLine() throws {
    for (text, line, problem) in [
      ("a\n\"b\n", 2, "a quote is not closed"), ("a\n1\n\"b\"c\n", 3, "text follows a closing quote"),
      ("\"b\"\rc\n", 1, "text follows a closing quote"),
    ] {
      var reader = try reader(text)
      #expect(throws: FileError(path: reader.path, problem: "line \(line): \(problem)")) {
        while try reader.advance() {}
      }
    }
  }

  @Test func otherFilesAreToldFromCSV() throws {
    for (bytes, problem) in [
      ([0x50, 0x4B, 3, 4, 20, 0], "is a zip archive, expected CSV"),
      ([0x1F, 0x8B, 8, 0], "is compressed by gzip, expected CSV"),
      ([0xFF, 0xFE, 0x61, 0], "is text in UTF-16, expected UTF-8"),
      (Array("a,b\r1,2\r".utf8), "its lines end in CR alone, expected LF or CRLF"),
    ] as [([UInt8], String)] {
      let path = NSTemporaryDirectory() + "galaxy-csv-\(UUID().uuidString).csv"
      defer { try? FileManager.default.removeItem(atPath: path) }
      try AtomicFile.write(bytes, to: path)
      #expect(throws: FileError(path: path, problem: problem)) { try CSVReader(path: path) }
    }
  }

  @Test func otherSeparatorsAreNamed() throws {
    for (text, found) in [("a;b\n", "semicolons"), ("a\tb\n", "tabs")] {
      var reader = try reader(text)
      #expect(try reader.advance())
      let problem = "line 1: expected commas between columns, found \(found)"
      #expect(throws: FileError(path: reader.path, problem: problem)) { try reader.checkSeparator() }
    }
    for text in ["a\n", "a;b,c\n"] {
      var reader = try reader(text)
      #expect(try reader.advance())
      try reader.checkSeparator()
    }
  }

  @Test func missingFilesAreNamed() {
    #expect(throws: FileError(path: "/nonexistent.csv", problem: "cannot be read: no such file or directory")) {
      _ = try CSVReader(path: "/nonexistent.csv")
    }
  }
}
