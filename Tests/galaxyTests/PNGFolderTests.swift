// Folders of PNG files, by every command that reads images.
import Experiments
import Foundation
import TestSupport
import Testing

/// Equal pixels give equal results, whatever the format of their files: in colour, the PNG files hold exactly what the JPEG
/// files decode to.
@Suite struct PNGFolderTests {
  private let place: Workplace
  private let network = ["--network", "mobilenet-v1", "--resolution", "32", "--width-multiplier", "0.25"]

  init() throws {
    place = try Workplace.withGalaxies()
    try SyntheticGalaxies.writePNGs(to: "pngs", in: place.folder)
  }

  @discardableResult private func succeed(_ arguments: [String]) throws -> CommandResult {
    let result = try place.galaxy(arguments)
    #expect(result.status == 0, "\(result.errors)")
    return result
  }

  @Test func galaxiesFromTrainingToPrediction() throws {
    var (scores, baselines): ([String], [String]) = ([], [])
    for images in ["images", "pngs"] {
      let data = ["--images", images, "--labels", "solutions.csv"]
      try succeed(
        ["train"] + network + data + ["--epochs", "2", "--batch-size", "4", "--output", "run-\(images)"])
      scores.append(try succeed(["evaluate", "--checkpoint", "run-images", "--json"] + data).output)
      baselines.append(try succeed(["baseline", "--json"] + data).output)
      try succeed(["predict", "--checkpoint", "run-images", "--images", images, "--output", "\(images).csv"])
    }
    let files = try ["images", "pngs"].map { try place.folder.bytes("run-\($0)/last.safetensors") }
    #expect(files[0] == files[1])
    #expect(scores[0] == scores[1] && baselines[0] == baselines[1] && !scores[0].isEmpty && !baselines[0].isEmpty)
    #expect(try place.folder.bytes("images.csv") == place.folder.bytes("pngs.csv"))
    let report = try place.text(of: "run-pngs/report.html")
    #expect(report.contains("data:image/png;base64,iVBORw0KGgo") && !report.contains("data:image/jpeg"))

    let packed = try succeed(
      ["preprocess", "--images", "pngs", "--network", "mobilenet-v1", "--size", "32", "--output", "pngs.cache"])
    #expect(packed.errors == "12 images of 32x32x3 in pngs.cache\n")
    try succeed(["predict", "--checkpoint", "run-pngs", "--images", "pngs.cache", "--output", "packed.csv"])
    #expect(try place.folder.bytes("packed.csv") == place.folder.bytes("pngs.csv"))
    try succeed(["train", "--resume", "run-pngs", "--epochs", "3"])
  }

  @Test func whatIsWrongNamesTheFile() throws {
    let whole = try place.folder.bytes("pngs/100003.png")
    try place.folder.write(whole.dropLast(whole.count / 2), to: "pngs/100003.png")
    let result = try place.galaxy(
      ["preprocess", "--images", "pngs", "--network", "mobilenet-v1", "--output", "pngs.cache"])
    #expect(result.status == 0 && result.errorLines.count == 2)
    #expect(result.errorLines[0].hasPrefix("left out: pngs/100003.png: is a damaged PNG: "))
    try place.folder.write(place.folder.bytes("images/100001.jpg"), to: "pngs/100001.jpg")
    try place.expectFailure(
      ["train", "--labels", "solutions.csv", "--images", "pngs", "--output", "run"] + network,
      "\(place.folder.path("pngs"))/100001.png: has the same identifier 100001 as "
        + "\(place.folder.path("pngs"))/100001.jpg")
  }
}
