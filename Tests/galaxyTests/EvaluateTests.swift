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
    let intervals: Intervals
    let worst: [Entry]
    let best: [Entry]
    let checkpoints: [String]?

    struct Intervals: Decodable {
      let rmse: [Double]
      let perQuestion: [String: [Double]]
      let perAnswer: [String: [Double]]
    }

    struct Entry: Decodable {
      let id: String
      let error: Double
    }
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
    #expect(found.intervals.rmse[0] <= found.rmse && found.rmse <= found.intervals.rmse[1])
    #expect(found.intervals.perQuestion.count == 11 && found.intervals.perAnswer.count == 37)
    #expect(found.worst.count == min(5, count) && found.worst[0].error >= found.best[0].error)
  }

  @Test func tableHasARowAQuestionAndAnswer() throws {
    let result = try place.galaxy(arguments + ["run/best.safetensors"])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines[1].hasPrefix("all (12 galaxies) "))
    let row = /.* \d\.\d{5}  \[\d\.\d{5}, \d\.\d{5}\].*/
    #expect(try lines[2...].prefix(48).allSatisfy { try row.wholeMatch(in: $0) != nil })
    #expect(lines[2].hasPrefix("1 shape ") && lines[49].hasPrefix("   Class11.6 can't tell "))
    #expect(lines[50].hasPrefix("RMSE is the typical distance") && lines[50].contains("lower is better"))
    #expect(lines.contains { $0.contains("Kaggle's own held-out galaxies") })
    #expect(lines.last?.hasPrefix("smallest errors: 1000") == true)
  }

  @Test func errorsOfEveryGalaxyAreATable() throws {
    #expect(try place.galaxy(arguments + ["run", "--errors", "errors.csv"]).status == 0)
    #expect(
      try place.galaxy(["predict", "--checkpoint", "run", "--images", "images", "--output", "p.csv"]).status == 0)
    let (errors, predictions) = (try place.rows(of: "errors.csv"), try place.rows(of: "p.csv"))
    let labels = try place.rows(of: "solutions.csv")
    #expect(errors[0].prefix(3) == ["id", "rmse", "Class1.1"] && errors[0].count == 39 && errors.count == 13)
    for row in 1...12 {
      #expect(errors[row][0] == predictions[row][0] && labels[row][0] == predictions[row][0])
      var squares = 0.0
      for column in 1...37 {
        let expected = (Double(predictions[row][column]) ?? .nan) - (Double(labels[row][column]) ?? .nan)
        #expect(abs((Double(errors[row][column + 1]) ?? .nan) - expected) < 2e-6)
        squares += expected * expected
      }
      #expect(abs((Double(errors[row][1]) ?? .nan) - (squares / 37).squareRoot()) < 2e-6)
    }
    try place.expectFailure(
      arguments + ["run", "--errors", "errors.csv"], "errors.csv: is there already; --overwrite replaces it")
    try place.expectUsageError(
      arguments + ["run", "--errors", "-"],
      "--errors: expected the name of a file, found -, which is standard output")
  }

  @Test func filesOfPredictionsAreScoredWithoutANetwork() throws {
    #expect(
      try place.galaxy(["predict", "--checkpoint", "run", "--images", "images", "--output", "p.csv"]).status == 0)
    let network = try place.galaxy(arguments + ["run", "--json"]).json(Table.self)
    let result = try place.galaxy(["evaluate", "--predictions", "p.csv", "--labels", "solutions.csv", "--json"])
    #expect(result.status == 0 && result.errors == "12 images in both tables.\n")
    let file = try result.json(Table.self)
    #expect(file.count == 12 && abs(file.rmse - network.rmse) < 1e-6)
    try place.expectUsageError(
      ["evaluate", "--predictions", "p.csv", "--labels", "solutions.csv", "--checkpoint", "run"],
      "--predictions needs neither networks nor images; remove --checkpoint")
    try place.expectUsageError(["evaluate", "--predictions", "p.csv"], "--predictions needs --labels")
    try place.folder.write("GalaxyID,Class1.1\n100001,0.5\n", to: "part.csv")
    try place.expectFailure(
      ["evaluate", "--predictions", "part.csv", "--labels", "solutions.csv"],
      "part.csv: line 1: has no columns Class1.2, …")
  }

  @Test func severalNetworksAndViewsAreScored() throws {
    let plain = try place.galaxy(arguments + ["run", "--json"]).json(Table.self)
    let result = try place.galaxy(arguments + ["run", "--checkpoint", "run", "--views", "2", "--json"])
    #expect(result.status == 0 && result.errorLines.last == "mean of 2 networks × 2 views (0°, 0° mirrored)")
    #expect(try result.json(Table.self).rmse != plain.rmse)
  }

  @Test func aPageTellsAllAndIsKept() throws {
    let result = try place.galaxy(arguments + ["run", "--views", "2", "--output", "page.html"])
    #expect(result.status == 0 && result.errorLines.last == "the evaluation is in page.html")
    #expect(result.output.contains("all (12 galaxies)"))
    let page = try place.text(of: "page.html")
    for text in [
      "12 galaxies. Every answer is the mean of 2 views", "lower is better", "Calibration", "Dieleman", "95 % interval",
      "The largest errors", "The smallest errors", "Class1.1".dropFirst(5) + " smooth",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    try place.expectFailure(
      arguments + ["run", "--output", "page.html"], "page.html: is there already; --overwrite replaces it")
    try place.expectUsageError(
      arguments + ["run", "--output", "-"],
      "--output: expected the name of a file, found -, which is standard output")
  }

  /// Twelve pictures: eight of the largest errors, and the other four.
  @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"), arguments: [1280, 390])
  func thePageIsWholeInABrowser(width: Int) throws {
    #expect(try place.galaxy(arguments + ["run", "--output", "page.html", "--against", "run"]).status == 0)
    let browser = try #require(Browser.installed)
    let view = try browser.view(place.folder.path("page.html"), width: width, in: place.folder)
    #expect(view == Browser.View(decoded: 12, pictures: 12, overflow: 0, foreign: 0))
  }

  @Test func predictionsHavePicturesWhereImagesAreGiven() throws {
    #expect(
      try place.galaxy(["predict", "--checkpoint", "run", "--images", "images", "--output", "p.csv"]).status == 0)
    let predictions = ["evaluate", "--predictions", "p.csv", "--labels", "solutions.csv"]
    func pictures(_ more: [String]) throws -> Int {
      #expect(try place.galaxy(predictions + ["--output", "page.html", "--overwrite"] + more).status == 0)
      let page = try place.text(of: "page.html")
      return page.components(separatedBy: "<img ").count - 1
    }
    #expect(try pictures([]) == 0 && pictures(["--images", "images"]) == 12)
    try place.expectUsageError(
      predictions + ["--images", "images"], "--predictions needs neither networks nor images; remove --images")
  }

  private struct Compared: Decodable {
    struct Differences: Decodable {
      struct Row: Decodable {
        let name: String
        let scores: [Double]
        let difference: Double
        let interval: [Double]
      }
      let against: String
      let score: String
      let count: Int
      let rows: [Row]
    }
    let rmse: Double
    let against: Differences
  }

  @Test func twoNetworksAreComparedInPairs() throws {
    let other = ["train", "--epochs", "1", "--batch-size", "5", "--seed", "9", "--split", "run", "--output", "other"]
    #expect(
      try place.galaxy(other + ["--network", "hildebrandt", "--images", "images", "--labels", "solutions.csv"]).status
        == 0)
    let result = try place.galaxy(
      arguments + ["run", "--against", "other", "--subset", "validation", "--json"]
    ).json(Compared.self)
    let alone = try place.galaxy(arguments + ["other", "--subset", "validation", "--json"]).json(Table.self)
    let found = result.against
    #expect(found.against == "other" && found.score == "rmse" && found.count == 2 && found.rows.count == 12)
    #expect(abs(found.rows[0].scores[0] - result.rmse) < 1e-9 && abs(found.rows[0].scores[1] - alone.rmse) < 1e-9)
    #expect(abs(found.rows[3].scores[1] - (alone.perQuestion["3"] ?? .nan)) < 1e-9)
    for row in found.rows {
      #expect(abs(row.difference - (row.scores[0] - row.scores[1])) < 1e-12)
      #expect(row.interval[0] <= row.difference + 1e-12 && row.difference <= row.interval[1] + 1e-12)
    }
    let text = try place.galaxy(arguments + ["run", "--against", "run"]).output
    #expect(text.hasSuffix("The interval of A - B in all holds 0: with so many images the difference may be noise.\n"))
    try place.expectUsageError(
      ["evaluate", "--predictions", "p.csv", "--labels", "solutions.csv", "--against", "run"],
      "--predictions needs neither networks nor images; remove --against")
  }

  @Test func oneImageIsEnough() throws {
    let one = try place.galaxy(
      ["evaluate", "--checkpoint", "run", "--images", "images/100003.jpg", "--labels", "solutions.csv", "--json"])
    #expect(try one.json(Table.self).count == 1)
    let prediction = try place.galaxy(
      ["predict", "--checkpoint", "run", "--images", "images/100003.jpg", "--output", "-"])
    let all = try place.galaxy(["predict", "--checkpoint", "run", "--images", "images", "--output", "-"])
    let lines = prediction.output.split(separator: "\n")
    #expect(lines.count == 2 && lines[1].hasPrefix("100003,") && all.output.contains(lines[1]))
  }

  @Test func badImagesAreScoredByMeansOrRefused() throws {
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100005.jpg")
    let filled = try place.galaxy(arguments + ["run", "--json", "--on-bad-image", "mean"])
    #expect(try filled.json(Table.self).count == 12)
    #expect(filled.errorLines.contains { $0.hasPrefix("scored by means: images/100005.jpg: ") })
    try place.expectFailure(
      arguments + ["run", "--on-bad-image", "fail"], "images/100005.jpg: is a damaged JPEG…")
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
