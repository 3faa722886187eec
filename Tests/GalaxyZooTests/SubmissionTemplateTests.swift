import DataFiles
import GalaxyZoo
import Testing

@Suite struct SubmissionTemplateTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/template.csv" }

  init() throws { folder = try TemporaryFolder() }

  private func template(_ text: String) throws -> SubmissionTemplate {
    try SubmissionTemplate(path: folder.file("template.csv", text))
  }

  @Test func onlyTheFirstColumnCounts() throws {
    #expect(try template("GalaxyID,Class1.1\r\n30,0\r\n10,0\r\n20,x\r\n").ids == [30, 10, 20])
    #expect(try template("GalaxyId\n5\n").ids == [5])
  }

  @Test(arguments: [
    ("", "is empty"),
    ("GalaxyID\n", "holds a header but no galaxies"),
    ("Class1.1,GalaxyID\n0,5\n", "line 1: expected the first column to be GalaxyID, found \"Class1.1\""),
    ("GalaxyID\n1\n2\n1\n", "line 4: galaxy 1 is already on line 2"),
    ("GalaxyID\n1\nx\n", "line 3: GalaxyID must be a positive whole number, found \"x\""),
  ])
  func badTemplatesNameTheLine(text: String, problem: String) {
    #expect(throws: FileError(path: path, problem: problem)) { _ = try template(text) }
  }

  @Test func predictionsInAnyOrderPass() throws {
    try template("GalaxyID\n3\n1\n2\n").check([1, 2, 3])
  }

  @Test func allDifferencesAreNamedTogether() throws {
    let template = try template("GalaxyID\n5\n4\n3\n2\n1\n")
    let problem =
      "the predictions do not match this template: 4 missing (5, 4, 3 and 1 more), 2 not in it (7, 9), "
      + "2 predicted more than once (1, 9)"
    #expect(throws: FileError(path: path, problem: problem)) { try template.check([9, 1, 1, 7, 9]) }
    #expect(
      throws: FileError(path: path, problem: "the predictions do not match this template: 1 missing (3)")
    ) { try template.check([1, 2, 4, 5]) }
  }
}
