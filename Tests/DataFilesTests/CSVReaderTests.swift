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

  private func rows(of bytes: [UInt8]) throws -> [[String]] {
    let path = NSTemporaryDirectory() + "galaxy-csv-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try AtomicFile.write(bytes, to: path)
    var reader = try CSVReader(path: path)
    var rows: [[String]] = []
    while try reader.advance() { rows.append((0..<reader.fieldCount).map { reader.text($0) }) }
    return rows
  }

  @Test func archivesAreToldFromCSV() throws {
    for (bytes, problem) in [
      ([0x50, 0x4B, 3, 4, 20, 0], "is a zip archive, expected CSV: unpack it first"),
      ([0x1F, 0x8B, 8, 0], "is compressed by gzip, expected CSV: unpack it first"),
    ] as [([UInt8], String)] {
      let error = #expect(throws: FileError.self) { try rows(of: bytes) }
      #expect(error?.problem == problem)
    }
  }

  /// The bytes of UTF-16 are those that iconv writes for "é,b\n1,2\n".
  @Test func otherEncodingsAndLineEndsAreRead() throws {
    let little: [UInt8] = [
      0xFF, 0xFE, 0xE9, 0, 0x2C, 0, 0x62, 0, 0x0A, 0, 0x31, 0, 0x2C, 0, 0x32, 0, 0x0A, 0,
    ]
    let big = stride(from: 0, to: little.count, by: 2).flatMap { [little[$0 + 1], little[$0]] }
    for bytes in [little, big, little.dropLast(2), Array("\u{e9},b\r1,2\r".utf8), Array("\u{e9},b\r1,2".utf8)] {
      #expect(try rows(of: bytes) == [["\u{e9}", "b"], ["1", "2"]])
    }
    #expect(try rows(of: [0xFF, 0xFE]) == [])
  }

  @Test func semicolonsAndTabsSeparateWhereThereIsNoComma() throws {
    #expect(try rows("a;b\n1,5;\"2;3\"\n") == [["a", "b"], ["1,5", "2;3"]])
    #expect(try rows("\r\n\"a,c\"\tb\r\n1\t2\r\n") == [["a,c", "b"], ["1", "2"]])
    #expect(try rows("a;b,c\n1,2;3\n") == [["a;b", "c"], ["1", "2;3"]])
    #expect(try rows("a\nb;c\n") == [["a"], ["b;c"]])
  }

  @Test func spacesAroundFieldsCanBeLeftOut() throws {
    var reader = try reader(" a b ,\" 0.5\",  ,7 \n")
    #expect(try reader.advance())
    #expect((0..<4).map { reader.trimmedText($0) } == ["a b", "0.5", "", "7"])
    #expect(reader.text(0) == " a b " && reader.float(1) == 0.5 && reader.float(2) == nil && reader.float(3) == 7)
  }

  @Test func missingFilesAreNamed() {
    #expect(throws: FileError(path: "/nonexistent.csv", problem: "cannot be read: no such file or directory")) {
      _ = try CSVReader(path: "/nonexistent.csv")
    }
  }
}
