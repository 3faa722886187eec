// galaxy synthesize: surveys that other commands read.
import Foundation
import GalaxyZoo
import Images
import TestSupport
import Testing

@Suite struct SynthesizeTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  @Test func surveyIsThatOfTheLibraryForAnyNumberOfThreads() throws {
    let result = try place.galaxy(["synthesize", "--count", "3", "--output", "one", "--seed", "1", "--threads", "1"])
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "3 galaxies in one\n")
    _ = try place.galaxy(["synthesize", "--count", "3", "--output", "two", "--seed", "1", "--threads", "2"])
    let survey = try place.folder.files(in: "one")
    #expect(survey.keys.sorted() == ["images/100001.jpg", "images/100002.jpg", "images/100003.jpg", "solutions.csv"])
    #expect(try place.folder.files(in: "two") == survey)
    let third = try SyntheticSurvey(count: 3, seed: 1).galaxy(at: 2)
    #expect(survey["images/100003.jpg"] == Data(JPEG.encode(third.image, quality: 75)))
  }

  @Test func aContactSheetShowsTheFirst() throws {
    let arguments = ["synthesize", "--count", "12", "--seed", "4", "--sheet", "sheet.jpg"]
    #expect(try place.galaxy(arguments + ["--output", "survey"]).status == 0)
    let sheet = try Image.decode([UInt8](place.folder.bytes("sheet.jpg")), named: "sheet", as: .rgb)
    #expect(sheet.width == 1400 && sheet.height == 280)
    let galaxy = try SyntheticSurvey(count: 12, seed: 4).galaxy(at: 11).image
    // The last one is the second of the second row; the rest of that row is black.
    func level(_ image: Image, _ x: Int, _ y: Int) -> Int { Int(image.pixels[(y * image.width + x) * 3]) }
    let center = (0..<9).reduce(0) { $0 + level(galaxy, 210 + $1 % 3, 210 + $1 / 3) } / 9
    #expect(abs(level(sheet, 210, 210) - center) < 25 && level(sheet, 900, 210) < 6)
    try place.expectFailure(
      arguments + ["--output", "other"], "sheet.jpg: is there already; --overwrite replaces it")
  }

  @Test func folderInUseIsRefused() throws {
    try place.folder.write("mine", to: "survey/notes.txt")
    try place.expectFailure(
      ["synthesize", "--count", "1", "--output", "survey"],
      "survey: holds notes.txt already, expected a new or empty folder")
    try place.expectFailure(
      ["synthesize", "--count", "1", "--output", "survey/notes.txt/below"],
      "survey/notes.txt/below/images: cannot be made: not a directory")
    try place.expectUsageError(
      ["synthesize", "--count", "0", "--output", "new"], "--count must be from 1 to 899999, found 0")
  }
}
