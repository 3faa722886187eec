// galaxy predict: the library's numbers in Kaggle's form.
import Experiments
import Foundation
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
    let text = String(decoding: try place.folder.bytes("submission.csv"), as: UTF8.self)
    #expect(text.split(separator: "\n").dropFirst().map(String.init) == rows)
    #expect(
      text.split(separator: "\n").first == text.split(separator: "\n").first { $0.hasPrefix("GalaxyID,Class1.1,") })
  }

  @Test func templateThatDoesNotMatchLeavesTheOldFile() throws {
    try place.folder.write("precious", to: "submission.csv")
    try place.folder.write("GalaxyID\n100001\n5\n", to: "template.csv")
    try place.expectFailure(
      arguments + ["submission.csv", "--template", "template.csv"],
      "template.csv: the predictions do not match this template: 1 missing (5), "
        + "11 not in it (100002, 100003, 100004 and 8 more)")
    try place.folder.write(SyntheticGalaxies.truncatedImage(), to: "images/100012.jpg")
    try place.expectFailure(
      arguments + ["submission.csv", "--template", "solutions.csv"], "images/100012.jpg: is a damaged JPEG…")
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
}
