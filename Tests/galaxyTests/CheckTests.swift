// galaxy check as a user runs it.
import Foundation
import TestSupport
import Testing

@Suite struct CheckTests {
  private struct Report: Decodable {
    struct Finding: Decodable {
      let name: String
      let severity: String
      let count: Int
      let items: [[String: String]]
    }
    let clean: Bool
    let errors: Int
    let findings: [Finding]
  }

  private let arguments = ["check", "--images", "images", "--labels", "solutions.csv"]

  @Test func statusSaysWhetherAllIsWell() throws {
    let place = try Workplace.withGalaxies()
    let before = try place.folder.files()
    let clean = try place.galaxy(arguments)
    #expect(clean.status == 0 && clean.errors == "" && clean.output.hasSuffix("\nclean: 0 errors, 0 notes\n"))
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    let broken = try place.galaxy(arguments)
    #expect(broken.status == 1 && broken.errors == "" && broken.output.hasSuffix("\n1 error, 0 notes\n"))
    let json = try place.galaxy(arguments + ["--json", "--threads", "1"])
    let report = try json.json(Report.self)
    #expect(json.status == 1 && json.errors == "" && !report.clean && report.errors == 1)
    #expect(report.findings.map(\.name) == ["truncatedImages"] && report.findings[0].items[0]["name"] == "100003.jpg")
    try place.folder.write(try #require(before["images/100003.jpg"]), to: "images/100003.jpg")
    #expect(try place.folder.files() == before)
  }

  @Test func wrongUseIsRefused() throws {
    let place = try Workplace.withGalaxies()
    try place.expectFailure(
      ["check", "--images", "nowhere"], "nowhere: cannot be read: no such file or directory")
    try place.expectUsageError(
      ["check", "--images", "images", "--targets", "a"], "--targets names a column of --labels, which is missing")
    try place.expectUsageError(
      arguments + ["--targets", "a", "--class-column", "b"], "--class-column and --targets are for different tasks")
  }
}
