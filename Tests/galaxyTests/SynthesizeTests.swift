// galaxy synthesize: surveys that other commands read.
import Foundation
import GalaxyZoo
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
    try SyntheticGalaxies.write(to: place.folder)
    #expect(try place.folder.bytes("images/100003.jpg") == survey["images/100003.jpg"])
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
