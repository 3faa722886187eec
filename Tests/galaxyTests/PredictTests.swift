// galaxy predict: the library's numbers in Kaggle's form.
import Experiments
import Foundation
import GalaxyZoo
import ImageDatasets
import Images
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct PredictTests {
  private let place: Workplace
  private let arguments = ["predict", "--checkpoint", "run", "--images", "images", "--output"]

  init() throws { place = try Workplace.withRun() }

  @Test func submissionHoldsTheNumbersOfTheLibrary() throws {
    let result = try place.galaxy(arguments + ["submission.csv"])
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.errors == "12 galaxies in submission.csv; 0 of 444 fractions were clipped to 0...1\n")
    let single = try place.galaxy(arguments + ["single.csv", "--threads", "1"])
    #expect(single.status == 0)
    #expect(try place.folder.bytes("single.csv") == place.folder.bytes("submission.csv"))

    let trained = try TrainedNetwork(path: place.folder.path("run"))
    let images = try SyntheticGalaxies.identifiers.map { [UInt8](try place.folder.bytes("images/\($0).jpg")) }
    let rows = zip(SyntheticGalaxies.identifiers, try trained.predict(encoded: images)).map { identifier, answers in
      ([identifier] + answers.map { String(format: "%.6f", $0) }).joined(separator: ",")
    }
    let lines = try place.lines(of: "submission.csv")
    #expect(lines.dropFirst() == rows[...] && lines[0].hasPrefix("GalaxyID,Class1.1,"))
  }

  @Test func templateThatDoesNotMatchLeavesTheOldFile() throws {
    try place.folder.write("precious", to: "submission.csv")
    try place.folder.write("GalaxyID\n100001\n5\n", to: "template.csv")
    try place.expectFailure(
      arguments + ["submission.csv", "--template", "template.csv", "--overwrite"],
      "template.csv: the predictions do not match this template: 1 missing (5), "
        + "11 not in it (100002, 100003, 100004 and 8 more)")
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100012.jpg")
    try place.expectFailure(
      arguments + ["submission.csv", "--template", "solutions.csv", "--overwrite"],
      "images/100012.jpg: is a damaged JPEG…")
  }

  @Test func placesThatCannotBeWrittenAreRefused() throws {
    try place.expectFailure(
      arguments + ["solutions.csv/x.csv"], "solutions.csv/x.csv: cannot be written: not a directory")
    try place.expectFailure(arguments + ["run"], "run: cannot be written: a folder has this name")
    try place.expectFailure(arguments + [""], "\"\": is no name for a file")
    try place.expectUsageError(
      ["predict", "--checkpoint", "run", "--images", "images"], "Missing expected argument '--output <csv>'")
  }

  /// Starts a prediction that waits for its first image, interrupts it, and looks what is left.
  @Test(arguments: [SIGINT, SIGTERM]) func interruptedPredictionLeavesNothing(signal: Int32) throws {
    try place.expectInterruptionLeavesNothing(arguments + ["submission.csv"], signal: signal)
  }

  @Test func severalNetworksAndViewsAreAveraged() throws {
    #expect(try place.galaxy(arguments + ["one.csv"]).status == 0)
    let twice = try place.galaxy(arguments + ["twice.csv", "--checkpoint", "run/best.safetensors"])
    #expect(
      twice.errorLines == [
        "mean of 2 networks", "12 galaxies in twice.csv; 0 of 444 fractions were clipped to 0...1",
      ])
    #expect(try place.folder.bytes("twice.csv") == place.folder.bytes("one.csv"))
    let views = try place.galaxy(arguments + ["views.csv", "--views", "4", "--spread", "--threads", "1"])
    #expect(views.errorLines.first == "mean of 4 views (0°, 0° mirrored, 180° and 1 more)")
    let (one, table) = (try place.rows(of: "one.csv"), try place.rows(of: "views.csv"))
    #expect(table[0].count == 75 && table[0][1] == "Class1.1" && table[0][2] == "Class1.1_spread")
    #expect(zip(one.dropFirst(), table.dropFirst()).contains { $0[1] != $1[1] })
    #expect(table.dropFirst().allSatisfy { (Float($0[2]) ?? -1) >= 0 })
    let ensemble = try Ensemble(paths: [place.folder.path("run")], views: TestTimeView.list(4) ?? [])
    let image = try Image.decode([UInt8](place.folder.bytes("images/100001.jpg")), named: "", as: .grayscale)
    let answers = try ensemble.predict([image])[0]
    #expect(Array(table[1].enumerated().filter { $0.offset % 2 == 1 }.map(\.element)).count == 37)
    for (column, answer) in answers.enumerated() {
      #expect(abs((Float(table[1][1 + 2 * column]) ?? -1) - answer) < 1e-6)
    }
  }

  @Test func wrongListsAreRefused() throws {
    try place.expectUsageError(
      arguments + ["x.csv", "--views", "3"], "--views must be 1, 2, 4, 6, 8 or an even number from 16 to 960, found 3")
    try place.expectUsageError(
      arguments + ["x.csv", "--spread"],
      "--spread needs several answers: --views, --checkpoint twice or --dropout-samples")
    try place.expectUsageError(
      ["predict", "--images", "images", "--output", "x.csv"], "Missing expected argument '--checkpoint <run>'")
    try place.expectUsageError(
      arguments + ["x.csv", "--output", "y.csv"], "--output is given twice, as x.csv and as y.csv; expected one value")
    try place.expectUsageError(
      arguments + ["x.csv", "--threads=1", "--threads", "2"],
      "--threads is given twice, as 1 and as 2; expected one value")
  }

  @Test func dashIsStandardOutput() throws {
    #expect(try place.galaxy(arguments + ["file.csv"]).status == 0)
    let result = try place.galaxy(arguments + ["-"])
    #expect(result.status == 0)
    #expect(try Data(result.output.utf8) == place.folder.bytes("file.csv"))
    #expect(result.errors == "12 galaxies in standard output; 0 of 444 fractions were clipped to 0...1\n")
    #expect(try place.folder.files()["-"] == nil)
    try place.expectUsageError(
      arguments + ["-", "--resume"], "--resume: what was written to standard output is not there to go on with")
  }

  @Test func filesAreNotReplacedUnasked() throws {
    try place.expectFailure(
      arguments + ["solutions.csv"], "solutions.csv: is there already; --overwrite replaces it")
    try place.folder.write("half", to: "half.csv.partial")
    try place.expectFailure(
      arguments + ["half.csv"],
      "half.csv.partial: an interrupted prediction left it; --resume goes on with it, --overwrite begins anew")
    #expect(try place.galaxy(arguments + ["half.csv", "--overwrite"]).status == 0)
    #expect(try place.folder.files()["half.csv.partial"] == nil)
    #expect(try place.rows(of: "half.csv").count == 13)
    try FileManager.default.createSymbolicLink(
      atPath: place.folder.path("link.csv"), withDestinationPath: place.folder.path("half.csv"))
    try place.folder.write("old", to: "half.csv")
    #expect(try place.galaxy(arguments + ["link.csv", "--overwrite"]).status == 0)
    #expect(try place.rows(of: "half.csv").count == 13)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: place.folder.path("link.csv")).hasSuffix("half.csv"))
  }

  @Test func badImagesAreFilledLeftOutOrRefused() throws {
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100003.jpg")
    try place.folder.write("nothing", to: "images/100007.jpg")
    let skipped = try place.galaxy(arguments + ["skip.csv"])
    #expect(
      skipped.errorLines.last
        == "10 galaxies in skip.csv; 2 left out; 0 of 370 fractions were clipped to 0...1")
    let filled = try place.galaxy(
      arguments + ["mean.csv", "--on-bad-image", "mean", "--template", "solutions.csv"])
    #expect(filled.status == 0 && filled.errorLines.count == 3)
    #expect(filled.errorLines[0].hasPrefix("filled with means: images/100003.jpg: is a damaged JPEG"))
    #expect(
      filled.errorLines[2]
        == "10 galaxies in mean.csv, and 2 filled with the means of the training labels; 0 of 444 fractions were "
        + "clipped to 0...1")
    let trained = try TrainedNetwork(path: place.folder.path("run"))
    let catalogue = try Catalogue(path: place.folder.path("solutions.csv"))
    let training = catalogue.ids.indices.filter { trained.trainingIdentifiers.contains(String(catalogue.ids[$0])) }
    let means = (0..<37).map { column in
      training.reduce(0) { $0 + Double(catalogue.row($1)[catalogue.row($1).startIndex + column]) }
        / Double(training.count)
    }
    let table = try place.rows(of: "mean.csv")
    #expect(table.count == 13 && table[3][0] == "100003" && table[7][0] == "100007")
    #expect(zip(table[3].dropFirst(), means).allSatisfy { abs((Double($0) ?? -1) - $1) < 1e-6 })
    #expect(table[7].dropFirst() == table[3].dropFirst())
    let result = try place.galaxy(arguments + ["fail.csv", "--on-bad-image", "fail"])
    #expect(result.status == 1 && result.errorLines.count == 3)
    #expect(result.errorLines[1].hasPrefix("cannot be read: images/100007.jpg: "))
    #expect(result.errorLines[2].hasPrefix("Error: 2 images cannot be used, first images/100003.jpg: "))
    #expect(try place.folder.files()["fail.csv"] == nil && place.folder.files()["fail.csv.partial"] == nil)

    var older = try SafeTensors(path: place.folder.path("run/best.safetensors"))
    older.metadata["trainingMeans"] = nil
    try older.write(to: place.folder.path("older.safetensors"))
    try place.expectFailure(
      [
        "predict", "--checkpoint", "older.safetensors", "--images", "images", "--output", "x.csv", "--on-bad-image",
        "mean",
      ],
      "the checkpoint is of an earlier version and does not hold the means of its training labels; expected one that does"
    )
  }

  @Test func catalogueKeepsItsColumns() throws {
    try place.folder.write(
      "name,ra,note\nimages/100005.jpg,1.50,\"a, b\"\nmissing,2,\n100002,3,c\n", to: "catalogue.csv")
    #expect(try place.galaxy(arguments + ["plain.csv"]).status == 0)
    let result = try place.galaxy(arguments + ["rows.csv", "--catalogue", "catalogue.csv"])
    #expect(result.status == 0)
    #expect(result.errorLines.first?.hasPrefix("2 rows with an image. Without an image: 1 row (missing).") == true)
    let plain = try place.rows(of: "plain.csv")
    let text = try place.lines(of: "rows.csv")
    #expect(text.count == 3 && text[0].hasPrefix("name,ra,note,Class1.1,"))
    #expect(text[1] == "images/100005.jpg,1.50,\"a, b\"," + plain[5].dropFirst().joined(separator: ","))
    #expect(text[2] == "100002,3,c," + plain[2].dropFirst().joined(separator: ","))
    try place.folder.write("name,Class1.1\n100005,1\n", to: "catalogue.csv")
    try place.expectFailure(
      arguments + ["x.csv", "--catalogue", "catalogue.csv"],
      "catalogue.csv: has a column Class1.1 already, as the predictions will")
  }

  @Test func anyNamesArePredicted() throws {
    try place.folder.write(place.folder.bytes("images/100001.jpg"), to: "images/J1234+56.7.jpg")
    let result = try place.galaxy(arguments + ["x.csv"])
    #expect(result.status == 0 && result.errorLines.count == 2)
    #expect(
      result.errorLines[0]
        == "not all images are named by GalaxyIDs: the column of names is id, and the table is no submission")
    let table = try place.rows(of: "x.csv")
    #expect(table[0][0] == "id" && table.count == 14 && table[13][0] == "J1234+56.7")
    #expect(table[13].dropFirst() == table[1].dropFirst())
  }
}
