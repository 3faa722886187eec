// Rows of CSV files: read, their values, and the images that they are about.
import DataFiles
import ImageDatasets
import Testing

@Suite struct LabelTableTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/labels.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func table(_ content: String, idColumn: String? = nil, columns: [String] = []) throws -> LabelTable {
    try folder.write(Array(content.utf8), to: "labels.csv")
    return try LabelTable(path: path, idColumn: idColumn, columns: columns)
  }

  private func expectError(
    _ problem: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Any
  ) {
    #expect(throws: FileError(path: path, problem: problem), sourceLocation: sourceLocation) { try body() }
  }

  private func source(_ identifiers: String...) -> ImageSource {
    ImageSource(files: identifiers.map { ImageFile(identifier: $0, path: "/images/\($0).jpg") })
  }

  @Test func columnsAreKeptAsText() throws {
    let table = try table("ra,GalaxyID, kind ,z\n1.5,7, a b ,\n2.5,8,\" c\",0.5\n", columns: ["z", "kind"])
    #expect(table.identifiers == ["7", "8"] && table.count == 2)
    #expect(table.texts(of: "kind") == ["a b", "c"] && table.texts(of: "z") == ["", "0.5"])
  }

  @Test func theColumnOfIdentifiersIsChosen() throws {
    let text = "ra,dec,id_str\n1,2,J1\n3,4,J2\n"
    #expect(try table(text).identifiers == ["1", "3"])
    #expect(try table(text, idColumn: "id_str").identifiers == ["J1", "J2"])
    #expect(try table("ra,GalaxyId\n1,7\n").identifiers == ["7"])
    expectError("line 1: has no column name, only ra, dec, id_str") { try table(text, idColumn: "name") }
    expectError("line 1: has no columns x, y, only ra, dec, id_str") { try table(text, columns: ["x", "ra", "y"]) }
    expectError(#"line 1: column "z" appears twice"#) { try table("id,z,z\n1,2,3\n", columns: ["z"]) }
    #expect(try table("id;z\n1;2\n", columns: ["z"]).texts(of: "z") == ["2"])
    #expect(try table("ra\t galaxyid \n1\t7\n").identifiers == ["7"])
  }

  @Test func numbersMayBeMissing() throws {
    let cells = ["0.5", "", "NaN", "nan", "NA", "n/a", "N/A", "null", "NULL", "None", "-1e3", " 2 "]
    let text = "id,z\n" + cells.enumerated().map { "\($0),\($1)\n" }.joined()
    let numbers = try table(text, columns: ["z"]).numbers(of: "z")
    #expect(numbers == [0.5] + [Float?](repeating: nil, count: 9) + [-1000, 2])
  }

  @Test(arguments: [("x", #""x""#), ("0,5", #""0,5""#), ("inf", #""inf""#), ("1e99", #""1e99""#), ("-", #""-""#)])
  func otherTextIsNoNumber(cell: String, shown: String) throws {
    let table = try table("id,z\n1,0.5\n2,\"\(cell)\"\n3,\n4,?\n", columns: ["z"])
    expectError("line 3: z must be a finite number, found \(shown) (and 1 more bad row)") {
      try table.numbers(of: "z")
    }
  }

  @Test func classesMayBeMissing() throws {
    let cells = ["disk", "", "NaN", "NA", "null", "n/a", "none", "DISK"]
    let text = "id,kind\n" + cells.enumerated().map { "\($0),\($1)\n" }.joined()
    let classes = try table(text, columns: ["kind"]).classes(of: "kind")
    #expect(classes == ["disk", nil, nil, nil, nil, nil, "none", "DISK"])
  }

  @Test(arguments: [
    ("J1.5", "J1.5"), ("J1.5.jpg", "J1.5"), ("J1.5.JPEG", "J1.5"), ("J1.5.png", "J1.5"), ("./J1.5.jpg", "J1.5"),
    ("cutouts/J1.5.jpg", "J1.5"), ("/data/cutouts/J1.5", "J1.5"), ("a/1.jpg", "a/1"), ("/data/set/a/1.jpg", "a/1"),
    ("3.jpg", "b/3"), ("x.png", "x.png"),
  ])
  func namesOfImagesAreUnderstood(name: String, expected: String) throws {
    let source = source("J1.5", "a/1", "b/1", "b/3", "x", "x.png")
    let (pairs, report) = try table("file\nnothing\n\(name)\n").rows(of: source)
    #expect(pairs.map { source.identifiers[$0.image] } == [expected] && pairs.map(\.row) == [1])
    #expect(report.joined == 1 && report.rowsWithoutImage.first == ["nothing"] && report.imagesWithoutRow.count == 5)
  }

  @Test(arguments: ["J1", "J1.5.fits", "c/1.jpg", "1/J1", "\u{e9}", "cutouts/j1.5.jpg"])
  func otherNamesAreNot(name: String) throws {
    let source = source("J1.5", "a/1", "e\u{301}", "7")
    #expect(try table("file\n7\n\(name)\n").rows(of: source).pairs.map(\.image) == [3])
  }

  @Test func ambiguityNamesBoth() throws {
    let source = source("a/1", "b/1", "2")
    expectError(#"line 3: "1.jpg" may be a/1.jpg or b/1.jpg"#) { try table("file\n2\n1.jpg\n").rows(of: source) }
    expectError(#"line 4: image "x/2.png" is already on line 2, as "2""#) {
      try table("file\n2\na/1\nx/2.png\n").rows(of: source)
    }
    #expect(try table("file\nb/1\na/1\n").rows(of: source).pairs.map(\.row) == [1, 0])
  }

  @Test func theReportIsAParagraph() throws {
    let report = try table("id\n5\n1\n6\n7\n8\n").rows(of: source("1", "2")).report
    #expect(
      report.description
        == "1 row with an image. Without an image: 4 rows (5, 6, 7 and 1 more). Without a row: 1 image (2).")
    #expect(JoinReport(joined: 2).description == "2 rows with an image.")
  }
}
