import DataFiles
import GalaxyZoo
import Testing

@Suite struct CatalogueTests {
  private let folder: TemporaryFolder
  private let names = ["GalaxyID"] + DecisionTree.columnNames

  init() throws { folder = try TemporaryFolder() }

  /// A row of fields that are all 0 but for those given by column name.
  private func row(_ id: String, _ values: [String: String] = [:]) -> String {
    ([id] + DecisionTree.columnNames.map { values[$0] ?? "0" }).joined(separator: ",")
  }

  private func read(_ lines: [String], end: String = "\n") throws -> Catalogue {
    try Catalogue(path: folder.file("labels.csv", lines.map { $0 + end }.joined()))
  }

  private func expectFailure(_ lines: [String], _ problem: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(throws: FileError(path: folder.path + "/labels.csv", problem: problem), sourceLocation: sourceLocation) {
      _ = try read(lines)
    }
  }

  private var header: String { names.joined(separator: ",") }

  @Test func rowsKeepTheirOrderAndText() throws {
    let lines = [
      header, row("100078", ["Class1.1": "0.765717", "Class1.2": "8.57E-04", "Class11.6": "0.117789750"]), row("7"),
    ]
    for end in ["\n", "\r\n"] {
      let catalogue = try read(lines, end: end)
      #expect(catalogue.ids == [100_078, 7])
      #expect(catalogue.count == 2)
      #expect(catalogue.fractions.count == 74)
      #expect(catalogue.fractions[0] == 0.765717)
      #expect(catalogue.fractions[1] == 0.000857)
      #expect(catalogue.fractions[36] == 0.11778975)
      #expect(Array(catalogue.row(1)) == [Float](repeating: 0, count: 37))
    }
  }

  @Test func otherSpellingQuotesAndMark() throws {
    let quoted = names.map { "\"\($0 == "GalaxyID" ? "GalaxyId" : $0)\"" }.joined(separator: ",")
    let catalogue = try read(["\u{FEFF}" + quoted, row("5", ["Class3.1": "\"0.25\""]), "", ""])
    #expect(catalogue.ids == [5])
    #expect(catalogue.fractions[5] == 0.25)
  }

  @Test func columnsInAnotherOrderAreFoundByName() throws {
    let reversed = names.reversed().joined(separator: ",")
    let fields = (0..<37).reversed().map { "0.\(10 + $0)" } + ["12"]
    let catalogue = try read([reversed, fields.joined(separator: ",")])
    #expect(catalogue.ids == [12])
    #expect(catalogue.fractions == (0..<37).map { Float(10 + $0) / 100 })
  }

  @Test func roundingBeyondTheBoundsIsForgiven() throws {
    let catalogue = try read([header, row("1", ["Class1.1": "1.000001", "Class1.2": "-0.000001"])])
    #expect(catalogue.fractions[0] == 1.000001)
    expectFailure(
      [header, row("1", ["Class1.1": "1.00002"])], "line 2: Class1.1 must be a fraction from 0 to 1, found \"1.00002\"")
  }

  @Test func headersAreCheckedByName() {
    expectFailure([], "is empty")
    expectFailure(["", ""], "is empty")
    expectFailure([header], "holds a header but no galaxies")
    expectFailure(
      [names.filter { $0 != "Class7.3" }.joined(separator: ",")],
      "line 1: expected the columns GalaxyID, Class1.1 to Class11.6; missing: Class7.3")
    expectFailure(
      ["100053" + String(repeating: ",0", count: 37)],
      "line 1: expected the columns GalaxyID, Class1.1 to Class11.6; missing: GalaxyID, Class1.1, Class1.2 and 35 more")
    expectFailure([header + ",Class1.1"], #"line 1: column "Class1.1" appears twice"#)
    expectFailure(["GalaxyId," + header], #"line 1: column "GalaxyID" appears twice"#)
  }

  @Test func otherColumnsAreIgnored() throws {
    let catalogue = try read([header + ",ra,ra", row("1", ["Class11.6": "0.5"]) + ",180.5,x", row("2") + ",,"])
    #expect(catalogue.otherColumns == ["ra", "ra"] && catalogue.ids == [1, 2] && catalogue.fractions.count == 74)
    #expect(catalogue.fractions[36] == 0.5)
    expectFailure([header + ",ra", row("1")], "line 2: expected 39 fields, found 38")
  }

  /// As spreadsheets of other countries and ages write it.
  @Test func otherSeparatorsSpellingsAndSpaces() throws {
    let lines = [header, row("5", ["Class3.1": "2.5e-1"]), row("6")]
    for separator in [";", "\t", " , ", "; "] {
      let catalogue = try read(lines.map { $0.replacing(",", with: separator).replacing("GalaxyID", with: "galaxyid") })
      #expect(catalogue.ids == [5, 6] && catalogue.fractions[5] == 0.25)
    }
    #expect(try read(lines, end: "\r").ids == [5, 6])
  }

  @Test(arguments: ["", "nan", "NaN", "inf", "-0.1", "1.5", "x", "0,5"])
  func fractionsMustBeFractions(text: String) {
    let field = text.contains(",") ? "\"\(text)\"" : text
    expectFailure(
      [header, row("1"), row("2", ["Class8.7": field])],
      "line 3: Class8.7 must be a fraction from 0 to 1, found \"\(text)\"")
  }

  @Test(arguments: ["", "0", "-5", "1.5", "100053.0", "spiral", "99999999999999999999"])
  func identifiersMustBePositiveWholeNumbers(text: String) {
    expectFailure([header, row(text)], "line 2: GalaxyID must be a positive whole number, found \"\(text)\"")
  }

  @Test func rowsMustHaveTheRightLength() {
    expectFailure([header, row("1"), "2,0.5"], "line 3: expected 38 fields, found 2")
    expectFailure([header, row("1") + ","], "line 2: expected 38 fields, found 39")
  }

  @Test func duplicatesNameBothLines() {
    expectFailure([header, row("7"), row("8"), "", row("7")], "line 5: galaxy 7 is already on line 2")
    expectFailure(
      [header, row("7"), row("7"), row("7")], "line 3: galaxy 7 is already on line 2 (and 1 more bad row)")
  }

  @Test func theFirstBadRowSpeaksForTheOthers() {
    expectFailure(
      [header, row("1"), row("x"), row("2", ["Class1.3": "?"]), "3", row("4")],
      "line 3: GalaxyID must be a positive whole number, found \"x\" (and 2 more bad rows)")
  }

  @Test(.enabled(if: RealData.folder != nil, "GALAXY_TEST_DATA is unset"))
  func realRowsMeetTheSums() throws {
    let catalogue = try Catalogue(path: RealData.solutions)
    #expect(catalogue.count == 500)
    #expect(catalogue.ids.first == 100_053)
    #expect(Array(catalogue.row(0).prefix(5)) == [0.765717, 0.177352, 0.056931, 0, 0.177352])
    let violations = (0..<catalogue.count).flatMap { DecisionTree.violations(in: catalogue.row($0)) }
    #expect(violations == [])
  }
}
