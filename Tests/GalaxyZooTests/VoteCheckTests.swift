// Solutions files whose every row is wrong in its own way.
import GalaxyZoo
import ImageDatasets
import Testing

@Suite struct VoteCheckTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func row(_ id: String, _ values: [String: String] = [:]) -> String {
    let good = ["Class1.1": "1", "Class6.2": "1", "Class7.1": "1"].merging(values) { $1 }
    return ([id] + DecisionTree.columnNames.map { good[$0] ?? "0" }).joined(separator: ",")
  }

  private func check(_ rows: [String], header: String = "GalaxyID") throws -> VoteCheck {
    let header = ([header] + DecisionTree.columnNames).joined(separator: ",")
    return try VoteCheck(path: folder.file("labels.csv", ([header] + rows).joined(separator: "\n") + "\n"))
  }

  private func items(_ name: String, of check: VoteCheck) -> [String] {
    check.findings.first { $0.name == name }?.items.map { $0.detail.isEmpty ? $0.name : "\($0.name): \($0.detail)" }
      ?? []
  }

  @Test func goodRowsAreClean() throws {
    let check = try check([row("3"), row("1"), row("2", ["Class1.1": "9.99999E-01"])])
    #expect(check.findings == [] && check.ids == [3, 1, 2] && check.tree.count == 3 && check.table.rowCount == 3)
  }

  @Test func allBadRowsAreListed() throws {
    let check = try check([
      row("1"), row("1"), row("01"), row("x"), "5,0.5", row("6", ["Class1.1": "", "Class1.2": "NaN"]),
      row("7", ["Class1.1": "1.5"]), row("8", ["Class8.7": "high"]), row("9", ["Class2.1": "0.25"]), row(""),
      row("10", ["Class1.1": "-1"]), row("11", ["Class7.1": "0"]),
    ])
    #expect(check.table.rowCount == 12 && check.ids == [1, 6, 7, 8, 9, 10, 11])
    #expect(items("repeatedIdentifiers", of: check) == ["1: lines 2 and 3"])
    #expect(items("repeatedGalaxies", of: check) == ["01"])
    #expect(items("identifiersThatAreNoNumbers", of: check) == ["x"])
    #expect(items("rowsOfOtherLength", of: check) == ["line 6: expected 38 fields, found 2"])
    #expect(items("rowsWithoutIdentifier", of: check) == ["line 11"])
    #expect(items("missingLabels", of: check) == ["6: Class1.1 is empty", "6: Class1.2 is NaN"])
    #expect(items("labelsOutOfRange", of: check) == ["7: Class1.1 is 1.5", "10: Class1.1 is -1"])
    #expect(items("labelsThatAreNoNumbers", of: check) == ["8: Class8.7 is \"high\""])
    #expect(
      items("brokenTree", of: check) == [
        "11: Class7 sums to 0, not to 1",
        "9: Class2 sums to 0.25, not to 0; Class9 sums to 0, not to 0.25",
      ])
    #expect(check.findings.allSatisfy { $0.severity == .error } && check.tree.count == 3)
  }

  @Test func columnsAreChecked() throws {
    let extra = try VoteCheck(
      path: folder.file(
        "extra.csv", "galaxyid," + DecisionTree.columnNames.joined(separator: ",") + ",ra\n" + row("1") + ",5\n"))
    #expect(items("otherColumns", of: extra) == ["ra"] && extra.findings.count == 1)
    let missing = try VoteCheck(path: folder.file("missing.csv", "GalaxyID,Class1.1\n1,0.5\n"))
    #expect(missing.findings.map(\.name) == ["tableProblems"] && missing.table.rowCount == 1)
    #expect(items("tableProblems", of: missing)[0].hasPrefix("table: line 1: has no columns Class1.2, "))
    let unnamed = try check([row("1")], header: "name")
    #expect(items("tableProblems", of: unnamed) == ["columns: there is no GalaxyID; the first column was taken for it"])
    #expect(VoteCheck.suits(columns: ["a", "Class11.6"]) && !VoteCheck.suits(columns: ["a", "Class12.1"]))
  }

  @Test func aQuoteThatIsNotClosedEndsTheReadingAndIsFound() throws {
    let check = try check([row("1"), "\"2,0"])
    #expect(check.ids == [1] && items("tableProblems", of: check) == ["table: line 3: a quote is not closed"])
  }
}
