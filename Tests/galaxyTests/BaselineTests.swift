// galaxy baseline: what networks have to beat, on the split they have.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct BaselineTests {
  private let place: Workplace
  private let arguments = ["baseline", "--images", "images", "--labels", "solutions.csv"]

  init() throws { place = try Workplace.withRun() }

  @Test func jsonHoldsAScoreTableOfEveryBaseline() throws {
    let result = try place.galaxy(arguments + ["--json"])
    #expect(result.status == 0)
    #expect(result.errors == "12 galaxy rows with an image.\n")
    struct Table: Decodable {
      let count: Int
      let rmse: Double
    }
    let tables = try result.json([String: Table].self)
    #expect(tables.keys.sorted() == ["central-pixel", "mean-color", "means", "zeros"])
    #expect(tables.values.allSatisfy { $0.count == 2 && $0.rmse > 0 && $0.rmse < 1 })
  }

  @Test func splitIsThatOfTraining() throws {
    let ofRun = try place.galaxy(arguments + ["--json", "--checkpoint", "run"])
    #expect(ofRun.output == (try place.galaxy(arguments + ["--json"])).output)
    #expect(ofRun.output != (try place.galaxy(arguments + ["--json", "--seed", "1"])).output)
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100004.jpg")
    _ = try place.galaxy(Workplace.trainingArguments + ["--output", "other", "--epochs", "0", "--seed", "2"])
    let withoutOne = try place.galaxy(arguments + ["--json", "--seed", "2"])
    #expect(withoutOne.errorLines.last?.hasPrefix("left out: images/100004.jpg: is a damaged JPEG") == true)
    let ofOther = try place.galaxy(arguments + ["--json", "--checkpoint", "other/last.safetensors"])
    #expect(withoutOne.output == ofOther.output)
  }

  @Test func tableHasARowAQuestion() throws {
    let lines = try place.galaxy(arguments).output.split(separator: "\n")
    #expect(lines.count == 2 + 11)
    #expect(lines[0].split(separator: " ") == ["zeros", "means", "central-pixel", "mean-color"])
  }

  @Test func aCacheOfGreyCropsIsNamed() throws {
    let pack = ["preprocess", "--images", "images", "--network", "hildebrandt", "--output", "grey.cache"]
    #expect(try place.galaxy(pack).status == 0)
    let result = try place.galaxy(["baseline", "--images", "grey.cache", "--labels", "solutions.csv"])
    #expect(result.status == 0)
    #expect(
      result.errorLines.last?.hasPrefix("grey.cache holds grey images of the crop regionOfInterest: its colours")
        == true)
  }

  @Test func wrongUsageAndBadDataAreRefused() throws {
    try place.expectUsageError(
      arguments + ["--validation-fraction", "0"], "--validation-fraction must be between 0 and 1, found 0.0")
    try place.expectFailure(
      ["baseline", "--images", "run", "--labels", "solutions.csv"],
      "run: holds no JPEG or PNG file, but 1 table (history.csv), …")
  }
}
