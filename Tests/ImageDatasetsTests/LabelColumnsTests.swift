// Images whose labels, classes or numbers, are in columns of a CSV file.
import DataFiles
import ImageDatasets
import Testing

@Suite struct LabelColumnsTests {
  private let folder: TemporaryFolder
  private var images: String { folder.path + "/images" }
  private var labels: String { folder.path + "/labels.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func touch(_ names: String...) throws {
    for name in names { try folder.write([1], to: "images/" + name) }
  }

  private func classes(
    _ content: String, _ column: String = "kind", idColumn: String? = nil
  ) throws -> (images: LabelledImages<Int>, classes: LabelNames) {
    try folder.write(Array(content.utf8), to: "labels.csv")
    return try LabelledImages.classColumn(images: images, labels: labels, column: column, idColumn: idColumn)
  }

  private func numbers(
    _ content: String, _ columns: [String], idColumn: String? = nil
  ) throws -> LabelledImages<[Float?]> {
    try folder.write(Array(content.utf8), to: "labels.csv")
    return try LabelledImages.columns(images: images, labels: labels, columns: columns, idColumn: idColumn)
  }

  private func expectError(
    _ problem: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Any
  ) {
    #expect(throws: FileError(path: labels, problem: problem), sourceLocation: sourceLocation) { try body() }
  }

  @Test func classesOfAColumn() throws {
    try touch("100.jpg", "101.jpg", "102.jpg", "7.jpg", "8.jpg")
    let text = "GalaxyID,spiral,class\n102,1,10\n100,0,9\n101,1,10\n999,0,2\n8,0,2\n"
    let (list, names) = try classes(text, "class")
    #expect(list.identifiers == ["100", "101", "102", "8"])
    #expect(names.names == ["2", "9", "10"] && names.titles == names.names && list.labels == [1, 2, 2, 0])
    #expect(names.counts(of: list.labels) == [1, 1, 2])
    let split = try list.splitOfEveryClass(validationFraction: 0.5, seed: 1)
    #expect(split.validation.count == 1 && split.training.count == 3 && [1, 2].contains(split.validation[0]))
    #expect(
      list.report?.description
        == "4 rows with an image. Without an image: 1 row (999). Without a row: 1 image (7).")

    expectError("line 1: has no column colour, only GalaxyID, spiral, class") { try classes(text, "colour") }
    let (named, kinds) = try classes("file,kind\n100.jpg,star\n7.jpg,galaxy\n")
    #expect(named.identifiers == ["100", "7"] && kinds.names == ["galaxy", "star"] && named.labels == [1, 0])
    let other = try classes("ra,kind,name\n1,b,7.png\n2,a,100\n", idColumn: "name")
    #expect(other.images.identifiers == ["100", "7"] && other.images.labels == [0, 1])
  }

  @Test(arguments: [
    ("", "is empty"), ("id,kind\n", "holds a header but no rows"),
    ("id,kind\n100,a\n101,a\n", "expected two or more classes in kind, found only a"),
    ("id,kind\n100,NaN\n101,\n", "expected two or more classes in kind, found none"),
    ("id,kind\n5,a\n6,b\n", "no row has an image: 2 rows (such as 5), 2 images (such as 100)"),
    ("id,kind\n100,a\n101\n", "line 3: expected 2 fields, found 1"),
    ("id,kind\n100,a\n101\n,b\n", "line 3: expected 2 fields, found 1 (and 1 more bad row)"),
    ("id,kind\n100,a\n ,b\n", "line 3: names no image"),
    ("id,kind\n100,a\n101,b\n100,b\n101,a\n,c\n", "line 4: image \"100\" is already on line 2 (and 2 more bad rows)"),
  ])
  func badTablesAreRefused(content: String, problem: String) throws {
    try touch("100.jpg", "101.jpg")
    expectError(problem) { try classes(content) }
  }

  @Test func missingClassesAreLeftOutAndCounted() throws {
    try touch("1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg")
    let (list, names) = try classes("id,kind\n1,disk\n2,NaN\n3,\n4,smooth\n5,na\n6,null\n9,null\n")
    #expect(list.identifiers == ["1", "4"] && list.labels == [0, 1] && names.names == ["disk", "smooth"])
    #expect(
      list.report?.description
        == "6 rows with an image. Without an image: 1 row (9). "
        + "Left out, without a label: 4 rows (2, 3, 5 and 1 more).")
  }

  @Test func classesAreTheirBytes() throws {
    try touch("1.jpg", "2.jpg", "3.jpg")
    let (list, names) = try classes("id,kind\n1,caf\u{e9}\n2,cafe\u{301}\n3,caf\u{e9}\n")
    #expect(names.names.map { $0.utf8.count } == [6, 5] && list.labels == [1, 0, 1])
  }

  @Test func numbersOfColumns() throws {
    try touch("J1.jpg", "J2.jpg", "J3.jpg", "J4.jpg", "J5.jpg")
    let text = "id_str,smooth,note,bar\nJ3,0.25,x,\nJ1,1e-1,,0.5\nJ2,NaN,y,null\nJ4,,z,-2\nJ9,1,,1\n"
    let list = try numbers(text, ["bar", "smooth"])
    #expect(list.identifiers == ["J1", "J3", "J4"])
    #expect(list.labels == [[0.5, 0.1], [nil, 0.25], [-2, nil]])
    #expect(
      list.report
        == JoinReport(joined: 4, rowsWithoutImage: ["J9"], imagesWithoutRow: ["J5"], rowsWithoutLabel: ["J2"]))
    #expect(try numbers(text, ["bar"]).identifiers == ["J1", "J4"])
    #expect(try numbers("ra,name\n0.5,d/J2.png\n", ["ra"], idColumn: "name").labels == [[0.5]])
    expectError("line 1: has no columns z, q, only id_str, smooth, note, bar") { try numbers(text, ["z", "bar", "q"]) }
    expectError(#"line 2: note must be a finite number, found "x" (and 2 more bad rows)"#) {
      try numbers(text, ["bar", "note"])
    }
    expectError("no row with an image has a value in a, b") { try numbers("id,a,b\nJ1,,NA\n", ["a", "b"]) }
  }

  @Test func imagesMayLieInFolders() throws {
    try touch("north/1.jpg", "south/1.jpg", "south/2.jpg")
    let list = try numbers("file_loc,z\n/old/south/1.png,1\n/old/north/1.png,2\nsouth/2.jpg,3\n", ["z"])
    #expect(list.identifiers == ["north/1", "south/1", "south/2"] && list.labels == [[2], [1], [3]])
    expectError(#"line 2: "1.jpg" may be north/1.jpg or south/1.jpg"#) { try numbers("file_loc,z\n1.jpg,1\n", ["z"]) }
  }
}
