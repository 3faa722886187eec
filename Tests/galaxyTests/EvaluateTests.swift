// galaxy evaluate: numbers for programs and people.
import Experiments
import Foundation
import GalaxyZoo
import TestSupport
import Testing

@Suite struct EvaluateTests {
  private let place: Workplace
  private let arguments = ["evaluate", "--images", "images", "--labels", "solutions.csv", "--checkpoint"]

  /// The value that the command prints.
  private struct Table: Decodable {
    let count: Int
    let rmse: Double
    let perQuestion: [String: Double]
    let perAnswer: [String: Double]
  }

  init() throws { place = try Workplace.withRun() }

  @Test(arguments: [(Subset.all, 12), (.train, 10), (.validation, 2)])
  func jsonHoldsTheLibrarysNumbers(subset: Subset, count: Int) throws {
    let result = try place.galaxy(arguments + ["run", "--json", "--subset", subset.rawValue, "--threads", "1"])
    #expect(result.status == 0)
    #expect(result.errors == "12 galaxy rows with an image.\n")
    let found = try result.json(Table.self)
    let trained = try TrainedNetwork(path: place.folder.path("run"))
    let data = DataSet(images: place.folder.path("images"), labels: place.folder.path("solutions.csv"))
    let scores = try #require(try trained.evaluate(on: data, subset: subset).scores as? ScoreTable)
    #expect(found.count == count)
    #expect(found.rmse == scores.rmse)
    let questions = (1...11).map(String.init)
    #expect(found.perQuestion == Dictionary(uniqueKeysWithValues: zip(questions, scores.perQuestion)))
    #expect(found.perAnswer == Dictionary(uniqueKeysWithValues: zip(DecisionTree.columnNames, scores.perAnswer)))
  }

  @Test func tableHasARowAQuestionAndAnswer() throws {
    let result = try place.galaxy(arguments + ["run/best.safetensors"])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2 + 11 + 37)
    #expect(lines[1].hasPrefix("all (12 galaxies) "))
    #expect(Set(lines.map(\.count)) == [48])
  }

  @Test func damagedCheckpointsAreRefused() throws {
    let best = try place.folder.bytes("run/best.safetensors")
    try place.folder.write(best.dropLast(), to: "short.safetensors")
    try place.folder.write("GalaxyID,Class1.1", to: "text.safetensors")
    for (checkpoint, problem) in [
      ("short.safetensors", "short.safetensors: is no usable checkpoint: it ends within …"),
      ("text.safetensors", "text.safetensors: is no safetensors file"),
      ("none.safetensors", "none.safetensors: cannot be read: no such file or directory"),
      ("images", "images/best.safetensors: cannot be read: no such file or directory"),
      ("", "\"\": cannot be read: no such file or directory"),
    ] {
      try place.expectFailure(arguments + [checkpoint, "--json"], problem)
    }
  }

  @Test func damagedImagesAreLeftOut() throws {
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100005.jpg")
    let result = try place.galaxy(arguments + ["run", "--json"])
    #expect(result.status == 0)
    #expect(try result.json(Table.self).count == 11)
    #expect(result.errorLines.count == 2 && result.errorLines[0] == "12 galaxy rows with an image.")
    #expect(result.errorLines[1].hasPrefix("left out: images/100005.jpg: is a damaged JPEG"))
  }

  @Test func missingGalaxiesAreNamed() throws {
    try place.folder.remove("images/100001.jpg")
    let trained = try TrainedNetwork(path: place.folder.path("run"))
    let subset = trained.trainingIdentifiers.contains("100001") ? "train" : "validation"
    try place.expectFailure(
      arguments + ["run", "--subset", subset, "--json"],
      "the run was made with images that are not there any more or have no label: 100001")
  }

  @Test func wrongUsageIsExplained() throws {
    try place.expectUsageError(
      arguments + ["run", "--subset", "test"],
      "The value 'test' is invalid for '--subset <subset>'. Please provide one of 'all', 'train' or 'validation'.")
    try place.expectUsageError(
      ["evaluate", "--checkpoint", "run", "--images", "images", "--class-column", "kind"],
      "--class-column names a column of --labels, which is missing")
    try place.expectFailure(
      ["evaluate", "--checkpoint", "run", "--images", "images"],
      "regression needs a file of labels with the 37 vote fractions")
    try place.expectFailure(
      arguments + ["run", "--class-column", "kind"],
      "a column of classes is for classification, not for the 37 vote fractions")
  }
}
