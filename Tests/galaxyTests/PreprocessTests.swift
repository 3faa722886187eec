// galaxy preprocess: a cache in the place of a folder.
import Foundation
import ImageDatasets
import TestSupport
import Testing

@Suite struct PreprocessTests {
  private let place: Workplace
  private let arguments = ["preprocess", "--images", "images", "--network", "hildebrandt", "--output", "survey.cache"]

  init() throws { place = try Workplace.withGalaxies() }

  @Test func otherCommandsTakeTheCache() throws {
    let result = try place.galaxy(arguments + ["--labels", "solutions.csv"])
    #expect(result.status == 0 && result.output == "")
    #expect(result.errorLines == ["12 rows with an image.", "12 images of 150x150x1 in survey.cache"])
    let single = try place.galaxy(arguments.dropLast() + ["single.cache", "--threads", "1"])
    #expect(single.status == 0)
    #expect(try place.folder.bytes("single.cache") == place.folder.bytes("survey.cache"))

    let training = [
      "train", "--network", "hildebrandt", "--labels", "solutions.csv", "--epochs", "1", "--batch-size", "5",
    ]
    for (images, run) in [("images", "run"), ("survey.cache", "packed")] {
      #expect(try place.galaxy(training + ["--images", images, "--output", run]).status == 0)
    }
    #expect(try place.folder.bytes("packed/best.safetensors") == place.folder.bytes("run/best.safetensors"))
    var outputs: [String] = []
    for images in ["images", "survey.cache"] {
      let evaluation = try place.galaxy(
        ["evaluate", "--checkpoint", "run", "--images", images, "--labels", "solutions.csv", "--json"])
      #expect(evaluation.status == 0)
      outputs.append(evaluation.output)
      let prediction = try place.galaxy(
        ["predict", "--checkpoint", "run", "--images", images, "--output", "\(images).csv"])
      #expect(prediction.status == 0)
    }
    #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
    #expect(try place.folder.bytes("images.csv") == place.folder.bytes("survey.cache.csv"))
    #expect(try place.galaxy(["train", "--resume", "packed", "--epochs", "2"]).status == 0)
  }

  @Test func recipeCanBeChanged() throws {
    let result = try place.galaxy(arguments + ["--crop", "center:200x100", "--size", "64x48"])
    #expect(result.status == 0 && result.errors == "12 images of 64x48x1 in survey.cache\n")
    let preprocessing = try ImageCache(path: place.folder.path("survey.cache")).preprocessing
    #expect(preprocessing.crop == .center(width: 200, height: 100) && preprocessing.width == 64)
    var other = arguments
    other[4] = "lawlor-vgg16"
    let gray = try place.galaxy(other + ["--crop", "whole", "--size", "32", "--grayscale", "--overwrite"])
    #expect(gray.errors == "12 images of 32x32x1 in survey.cache\n")
    let colour = try place.galaxy(arguments.dropLast() + ["colour.cache", "--no-grayscale"])
    #expect(colour.errors == "12 images of 150x150x3 in colour.cache\n")
    try place.expectFailure(
      ["train", "--network", "hildebrandt", "--labels", "solutions.csv", "--images", "survey.cache", "--output", "."],
      "\(place.folder.path("survey.cache")): holds other images than the network takes: crop whole, expected "
        + "regionOfInterest; size 32x32, expected 150x150; filter bicubic, expected area",
      after: ["12 galaxy rows with an image."])
  }

  @Test func whatIsWrongIsSaidInOneLine() throws {
    try place.folder.write(Data(), to: "images/100003.jpg")
    let result = try place.galaxy(arguments)
    #expect(result.status == 0)
    #expect(
      result.errorLines == [
        "left out: images/100003.jpg: is empty, expected a JPEG or PNG", "11 images of 150x150x1 in survey.cache",
      ])
    try place.folder.write("x", to: "images/100003.jpg")
    let stale = "is out of date: \(place.folder.path("images")) has changed since; galaxy preprocess makes it anew"
    try place.expectFailure(
      ["predict", "--checkpoint", "solutions.csv", "--images", "survey.cache", "--output", "a.csv"], "solutions.csv…")
    try place.expectFailure(
      ["baseline", "--images", "survey.cache", "--labels", "solutions.csv"], "survey.cache: \(stale)")
    try place.expectFailure(
      ["preprocess", "--images", "solutions.csv", "--network", "hildebrandt", "--output", "a"],
      "solutions.csv: is a file, expected a folder of images")
    try place.expectFailure(
      ["preprocess", "--images", "nowhere", "--network", "hildebrandt", "--output", "a"],
      "nowhere: cannot be read: no such file or directory")
    try place.expectFailure(
      ["baseline", "--images", "solutions.csv", "--labels", "solutions.csv"],
      "solutions.csv: is neither a folder of images nor a cache made by galaxy preprocess")
    try place.expectFailure(
      arguments.dropLast() + ["nowhere/a.cache"], "nowhere/a.cache: cannot be written: no such file or directory")
    try place.expectUsageError(
      arguments + ["--crop", "middle"], "The value 'middle' is invalid for '--crop <part>'")
    try place.expectUsageError(
      arguments + ["--size", "0x5"],
      "The value '0x5' is invalid for '--size <size>': expected a size of 1 to 8192 pixels a side, as 64 or 64x48")
  }

  @Test func filesAreNotReplacedUnasked() throws {
    try place.expectFailure(
      arguments.dropLast() + ["solutions.csv"], "solutions.csv: is there already; --overwrite replaces it")
    try place.expectUsageError(
      arguments.dropLast() + ["-"], "--output: expected the name of a file, found -, which is standard output")
  }

  @Test func interruptedPreprocessingLeavesNothing() throws {
    try place.expectInterruptionLeavesNothing(arguments, signal: SIGINT)
  }
}
