// One report on images and labels.
import DataFiles
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing
import Training

@Suite struct DataCheckTests {
  private let folder: TemporaryFolder
  private let data: DataSet

  init() throws {
    folder = try TemporaryFolder()
    let paths = try SyntheticGalaxies.write(to: folder)
    data = DataSet(images: paths.images, labels: paths.labels)
  }

  private func names(_ check: DataCheck) -> [String] { check.findings.map(\.name) }

  @Test func aGoodDataSetIsClean() throws {
    let before = try folder.files()
    var told: [String] = []
    let check = try DataCheck(of: data) { told.append("\($0.activity) \($0.done)/\($0.total)") }
    #expect(check.isClean && check.findings == [] && check.errorCount == 0 && check.noteCount == 0)
    #expect(check.images.count == 12 && check.images.readable == 12 && check.labels?.joined == 12)
    #expect(check.tree?.count == 12 && check.classes == nil)
    #expect(told.first == "checking images 0/12" && told.last == "checking images 12/12")
    #expect(
      check.lines() == [
        "\(data.images): 12 images, 12 can be read (12 JPEG; 12 of 424×424)",
        "\(data.labels ?? ""): 12 rows, 12 with an image", "decision tree: all eleven sums of 12 rows are right", "",
        "clean: 0 errors, 0 notes",
      ])
    #expect(try folder.files() == before)
  }

  @Test func errorsAndNotesAreToldApart() throws {
    try folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    try folder.write(folder.bytes("images/100001.jpg"), to: "images/cover.jpg")
    try folder.write("x", to: "images/x.fits")
    try folder.remove("images/100012.jpg")
    let check = try DataCheck(of: data)
    #expect(!check.isClean && check.errorCount == 2 && check.noteCount == 3)
    #expect(
      names(check) == ["truncatedImages", "equalImages", "otherFiles", "rowsWithoutImage", "imagesWithoutNumber"])
    let lines = check.lines()
    #expect(lines.contains("ERRORS") && lines.contains("NOTES") && lines.last == "2 errors, 3 notes")
    #expect(lines.contains("  100001.jpg: cover.jpg") && lines.contains("  x.fits: FITS file"))
  }

  @Test func notesAloneAreClean() throws {
    try folder.remove("images/100012.jpg")
    let check = try DataCheck(of: data)
    #expect(check.isClean && check.noteCount == 1 && check.lines().last == "clean: 0 errors, 1 note")
  }

  @Test func labelsThatBreakTheTreeAreThoseOfTheStaleRelease() throws {
    let halves = SyntheticGalaxies.identifiers.map { $0 + String(repeating: ",0.5", count: 37) }
    let header = "GalaxyID," + DecisionTree.columnNames.joined(separator: ",")
    try folder.write(([header] + halves).joined(separator: "\n"), to: "solutions.csv")
    let check = try DataCheck(of: data)
    #expect(names(check) == ["staleRelease", "brokenTree"] && check.tree?.brokenCount == 12)
    let lines = check.lines()
    #expect(lines.contains { $0.hasPrefix("8 odd feature") && $0.contains("12  worst 100001: 3.5, not 0.5; 100002") })
    #expect(lines.contains { $0.hasPrefix("6 odd ") && $0.hasSuffix(" 0") })
    // The first twenty of many items are shown; all are in the report.
    #expect(check.findings[1].items.count == 12)
  }

  @Test func longListsAreCutInTextAlone() throws {
    for index in 0..<25 { try folder.write("", to: "images/\(200_000 + index).jpg") }
    let check = try DataCheck(of: data)
    #expect(check.findings.first?.items.count == 25)
    #expect(check.lines().contains("  and 5 more; --json lists all"))
  }

  @Test func labelsThatCannotBeReadAreAFinding() throws {
    try folder.write(Data([0x50, 0x4B, 3, 4]), to: "solutions.csv")
    let zip = try DataCheck(of: data)
    #expect(names(zip) == ["unreadableLabels"] && zip.labels == nil && zip.images.readable == 12)
    try folder.write("id,kind\n100001,a\n", to: "solutions.csv")
    let other = try DataCheck(of: data)
    #expect(names(other) == ["unreadableLabels"])
    #expect(other.findings.first?.items.first?.detail.hasSuffix("--targets, --tree), of id, kind") == true)
  }

  @Test func classesAndColumns() throws {
    let rows = SyntheticGalaxies.identifiers.enumerated().map { "\($1),\(["disk", "DISK", ""][$0 % 3]),\($0).5\n" }
    try folder.write("name,kind,size\n" + rows.joined(), to: "kinds.csv")
    var data = data
    data.labels = folder.path("kinds.csv")
    data.classColumn = "kind"
    let classes = try DataCheck(of: data)
    #expect(classes.isClean && names(classes) == ["missingLabels", "similarClasses"])
    #expect(classes.classes?.map(\.name) == ["DISK", "disk"] && classes.classes?.map(\.count) == [4, 4])
    #expect(classes.lines().contains("2 classes: DISK 4, disk 4"))
    data.classColumn = nil
    data.targets = ["size"]
    #expect(try DataCheck(of: data).findings == [])
  }

  @Test func foldersMayBeClasses() throws {
    try ColoredSquares.write(2, to: "squares", in: folder)
    let check = try DataCheck(of: DataSet(images: folder.path("squares")))
    #expect(check.classes?.map(\.name) == ["blue", "green", "red"] && check.labels == nil && check.isClean)
    try folder.write("x", to: "none/notes.txt")
    #expect(names(try DataCheck(of: DataSet(images: folder.path("none")))) == ["noImages", "otherFiles"])
    #expect(throws: FileError.self) { try DataCheck(of: DataSet(images: folder.path("absent"))) }
    #expect(throws: FileError.self) { try DataCheck(of: DataSet(images: folder.path("solutions.csv"))) }
  }

  @Test func asJSON() throws {
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(DataCheck(of: data)))
    let report = try #require(json as? [String: Any])
    #expect(Set(report.keys) == ["clean", "errors", "notes", "images", "labels", "tree", "findings"])
    #expect((report["images"] as? [String: Any])?["count"] as? Int == 12 && report["clean"] as? Bool == true)
    #expect(((report["tree"] as? [String: Any])?["questions"] as? [Any])?.count == 11)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["GALAXY_TEST_DATA"] != nil, "GALAXY_TEST_DATA is not set"))
  func theRealSampleIsClean() throws {
    let data = try #require(ProcessInfo.processInfo.environment["GALAXY_TEST_DATA"]) + "/galaxy-zoo"
    let check = try DataCheck(
      of: DataSet(images: data + "/images_training_rev1", labels: data + "/training_solutions_rev1.csv"))
    #expect(check.isClean && check.tree?.count == 500 && check.tree?.brokenCount == 0, "\(check.lines())")
  }
}
