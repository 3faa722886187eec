// Tables of classes and numbers: every bad row and cell is found, and none ends the reading.
import ImageDatasets
import Testing

@Suite struct ColumnCheckTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/labels.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ content: String) throws { try folder.write(Array(content.utf8), to: "labels.csv") }

  private func items(_ name: String, of findings: [Finding]) -> [String] {
    findings.first { $0.name == name }?.items.map { $0.detail.isEmpty ? $0.name : "\($0.name): \($0.detail)" } ?? []
  }

  @Test func classesAreCountedAndMissingOnesNamed() throws {
    try write("id,kind\n1,disk\n2,DISK\n3,\n4,NaN\n5,smooth\n6,disk\n1,smooth\n,disk\n7\n")
    let check = try ColumnCheck.classes(path: path, column: "kind", idColumn: nil)
    #expect(check.counts.map(\.name) == ["DISK", "disk", "smooth"] && check.counts.map(\.count) == [1, 2, 1])
    #expect(check.table.rowCount == 9 && check.table.identifiers == ["1", "2", "3", "4", "5", "6"])
    #expect(items("missingLabels", of: check.findings) == ["3: kind is empty", "4: kind is NaN"])
    #expect(items("similarClasses", of: check.findings) == ["DISK: disk"])
    #expect(items("repeatedIdentifiers", of: check.findings) == ["1: lines 2 and 8"])
    #expect(items("rowsWithoutIdentifier", of: check.findings) == ["line 9"])
    #expect(items("rowsOfOtherLength", of: check.findings) == ["line 10: expected 2 fields, found 1"])
    #expect(check.findings.filter { $0.severity == .error }.count == 3)
  }

  @Test func oneClassIsTooFew() throws {
    try write("id,kind\n1,disk\n2,disk\n")
    let check = try ColumnCheck.classes(path: path, column: "kind", idColumn: nil)
    #expect(items("tooFewClasses", of: check.findings) == ["kind: only disk"])
    let missing = try ColumnCheck.classes(path: path, column: "sort", idColumn: nil)
    #expect(items("tableProblems", of: missing.findings) == ["table: line 1: has no column sort, only id, kind"])
    #expect(missing.findings.count == 1)
  }

  @Test func numbersAreChecked() throws {
    try write("ra,z,name\n1,0.5,a\n2,,b\n3,high,c\n4,inf,d\n5,1e99,e\n6,-2,f\n")
    let check = try ColumnCheck.numbers(path: path, columns: ["z", "ra"], idColumn: "name")
    #expect(check.table.identifiers == ["a", "b", "c", "d", "e", "f"])
    #expect(items("missingLabels", of: check.findings) == ["b: z is empty"])
    #expect(
      items("labelsThatAreNoNumbers", of: check.findings)
        == ["c: z is \"high\"", "d: z is \"inf\"", "e: z is \"1e99\""])
  }

  @Test func headersWithoutRowsAreFound() throws {
    try write("id,kind\n")
    let check = try ColumnCheck.classes(path: path, column: "kind", idColumn: nil)
    #expect(items("tableProblems", of: check.findings) == ["rows: there are none"])
  }
}
