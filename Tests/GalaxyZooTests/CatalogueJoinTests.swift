import DataFiles
import GalaxyZoo
import ImageDatasets
import Testing

@Suite struct CatalogueJoinTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func catalogue(_ ids: [Int]) throws -> Catalogue {
    let header = "GalaxyID," + DecisionTree.columnNames.joined(separator: ",")
    let rows = ids.map { "\($0)" + String(repeating: ",0", count: 37) }
    return try Catalogue(path: folder.file("labels.csv", ([header] + rows).joined(separator: "\n")))
  }

  @Test func rowsAndImagesMeetInAscendingOrder() throws {
    let join = try catalogue([30, 10, 20, 40]).joined(with: ["20", "x", "10", "50", "30"])
    #expect(join.ids == [10, 20, 30])
    #expect(join.rows == [1, 2, 0])
    #expect(join.images == [2, 0, 4])
    #expect(join.report.joined == 3)
    #expect(
      join.report.description
        == "3 galaxy rows with an image. Without an image: 1 row (40). Without a row: 1 image (50). "
        + "Not named by a galaxy's number: 1 image (x).")
  }

  @Test func numbersAreOrderedAsNumbers() throws {
    let join = try catalogue([1000, 999, 2]).joined(with: ["1000", "2", "999"])
    #expect(join.ids == [2, 999, 1000])
    #expect(join.report.description == "3 galaxy rows with an image.")
  }

  @Test func theReportCountsAndNamesAFew() throws {
    let report = try catalogue(Array(1...6)).joined(with: ["1", "12", "11", "10", "9", "-3", "0", "1.5", ""]).report
    #expect(report.rowsWithoutImage.count == 5)
    #expect(report.rowsWithoutImage.first == ["2", "3", "4"])
    #expect(report.rowsWithoutImage.description == "2, 3, 4 and 2 more")
    #expect(report.imagesWithoutRow.count == 4)
    #expect(report.imagesWithoutRow.first == ["9", "10", "11"])
    #expect(report.imagesWithoutNumber.count == 4)
    #expect(report.imagesWithoutNumber.first == ["-3", "0", "1.5"])
  }

  @Test func nothingInCommonIsAnError() throws {
    let catalogue = try catalogue([5, 6])
    let path = folder.path + "/labels.csv"
    #expect(
      throws: FileError(path: path, problem: "no row has an image: 2 rows (such as 5), 1 image (such as 100018)")
    ) { _ = try catalogue.joined(with: ["100018"]) }
    #expect(throws: FileError(path: path, problem: "no row has an image: 2 rows (such as 5), 0 images")) {
      _ = try catalogue.joined(with: [])
    }
  }

  @Test func twoImagesOfOneGalaxyAreAnError() throws {
    let catalogue = try catalogue([5])
    let path = folder.path + "/labels.csv"
    #expect(throws: FileError(path: path, problem: "images 5 and 005 are both galaxy 5")) {
      _ = try catalogue.joined(with: ["5", "005"])
    }
  }
}
