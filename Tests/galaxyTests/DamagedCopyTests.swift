// A copy of a data set in which nearly every image is damaged in its own way: each is named, and nothing crashes.
import Foundation
import GalaxyZoo
import Images
import TestSupport
import Testing

@Suite struct DamagedCopyTests {
  private let place: Workplace
  /// What each damaged image is found to be, and what else commands say of it.
  private let damage: [(name: String, finding: String, words: String)] = [
    ("100001.jpg", "truncatedImages", "is a damaged JPEG"), ("100002.jpg", "truncatedImages", "is a damaged JPEG"),
    ("100003.jpg", "emptyImages", "is empty"), ("100004.jpg", "foreignImages", "looks like a web page"),
    ("100008.jpg", "oversizedImages", "claims 65500 × 65500 pixels"),
    ("100009.jpg", "foldersNamedAsImages", "is a folder"),
    ("100011.jpg", "unreadableImages", "too many levels of symbolic links"),
    ("100012.jpg", "truncatedImages", "is a damaged JPEG"),
  ]
  /// Those that are unusual and can be read.
  private let unusual = [
    "wrongExtensions": "100005.jpg", "inkImages": "100006.jpg", "progressiveImages": "100007.jpg",
    "turnedImages": "100010.jpg", "otherFiles": "notes.txt",
  ]

  init() throws {
    place = try Workplace.withGalaxies()
    let folder = place.folder
    let files = try folder.files()
    func bytes(_ number: Int) -> [UInt8] { [UInt8](files["images/\(100_000 + number).jpg"] ?? Data()) }
    func replace(_ number: Int, by bytes: [UInt8]) throws {
      try folder.write(Data(bytes), to: "images/\(100_000 + number).jpg")
    }
    try replace(1, by: bytes(1).dropLast(bytes(1).count / 2))
    try replace(2, by: Array(bytes(2).prefix(100)))
    try replace(3, by: [])
    try replace(4, by: Array("<!DOCTYPE html><title>404</title>".utf8))
    try replace(5, by: PNG.encode(Image.decode(bytes(5), as: .rgb)))
    try replace(6, by: HandmadeJPEG.cmyk(width: 424, height: 424))
    try replace(7, by: HandmadeJPEG.progressive(width: 424, height: 424))
    try replace(8, by: HandmadeJPEG.claiming(width: 65_500, height: 65_500, bytes(8)))
    try folder.remove("images/100009.jpg")
    try FileManager.default.createDirectory(
      atPath: folder.path("images/100009.jpg"), withIntermediateDirectories: false)
    try replace(10, by: HandmadeJPEG.turned(bytes(10)))
    try folder.remove("images/100011.jpg")
    let link = FileManager.default.createSymbolicLink(atPath:withDestinationPath:)
    try link(folder.path("images/100011.jpg"), folder.path("loop"))
    try link(folder.path("loop"), folder.path("images/100011.jpg"))
    try replace(12, by: bytes(12).dropLast(2))
    for name in ["notes.txt", ".DS_Store", "Thumbs.db", "__MACOSX/100001.jpg"] {
      try folder.write("x", to: "images/\(name)")
    }
  }

  @Test func checkNamesEveryCase() throws {
    let result = try place.galaxy(["check", "--images", "images", "--labels", "solutions.csv"])
    #expect(result.status == 1 && result.errors == "")
    let json = try place.galaxy(["check", "--images", "images", "--labels", "solutions.csv", "--json"])
    let report = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    var names: [String: [String]] = [:]
    for finding in report["findings"] as? [[String: Any]] ?? [] {
      let items = finding["items"] as? [[String: String]] ?? []
      names[finding["name"] as? String ?? ""] = items.compactMap { $0["name"] }
    }
    for (name, finding, _) in damage {
      #expect(names[finding]?.contains(name) == true, "\(name) \(finding)")
      #expect(result.output.contains("\n  \(name)"))
    }
    for (finding, name) in unusual { #expect(names[finding]?.contains(name) == true, "\(name) \(finding)") }
    #expect(names["systemFiles"]?.count == 3)
  }

  @Test func otherCommandsNameWhatTheyLeaveOut() throws {
    let trained = try place.galaxy(Workplace.trainingArguments + ["--epochs", "0", "--output", "run"])
    #expect(trained.status == 0, "\(trained.errors)")
    let evaluated = try place.galaxy([
      "evaluate", "--checkpoint", "run/last.safetensors", "--images", "images", "--labels", "solutions.csv",
    ])
    let predicted = try place.galaxy([
      "predict", "--checkpoint", "run/last.safetensors", "--images", "images", "--output", "p.csv",
    ])
    let packed = try place.galaxy([
      "preprocess", "--network", "hildebrandt", "--images", "images", "--output", "c.cache",
    ])
    for result in [trained, evaluated, predicted, packed] {
      #expect(result.status == 0)
      let leftOut = result.errorLines.filter { $0.hasPrefix("left out: ") }
      #expect(leftOut.count == damage.count, "\(result.errors)")
      for (name, _, words) in damage {
        #expect(leftOut.contains { $0.contains("images/\(name): ") && $0.contains(words) }, "\(name): \(result.errors)")
      }
      #expect(result.errorLines.contains("Not read: 1 text file (notes.txt)."))
    }
    #expect(try place.rows(of: "p.csv").dropFirst().map { $0[0] } == ["100005", "100006", "100007", "100010"])
  }

  @Test func trainingMayRefuseThem() throws {
    let before = try place.folder.files()
    let result = try place.galaxy(
      Workplace.trainingArguments + ["--epochs", "1", "--output", "run", "--on-bad-image", "fail"])
    #expect(result.status == 1)
    #expect(try place.folder.files() == before)
    #expect(result.errorLines.filter { $0.hasPrefix("left out: ") }.count == damage.count)
    #expect(result.errorLines.last?.hasPrefix("Error: 8 images cannot be used, first ") == true)
  }

  @Test func policiesOfTrain() throws {
    try place.expectUsageError(
      Workplace.trainingArguments + ["--output", "run", "--on-bad-image", "mean"],
      "The value 'mean' is invalid for '--on-bad-image <policy>': mean is for evaluate and predict: an image of means "
        + "would teach the network nothing; expected fail or skip")
    try place.expectUsageError(
      ["train", "--resume", "run", "--on-bad-image", "fail"],
      "--resume goes on with the run's own settings; remove --on-bad-image")
    let good = try Workplace.withGalaxies()
    let result = try good.galaxy(
      Workplace.trainingArguments + ["--epochs", "0", "--output", "run", "--on-bad-image", "fail"])
    #expect(result.status == 0)
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func unreadableFilesAreNamed() throws {
    let path = place.folder.path("images/100005.jpg")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    let result = try place.galaxy(["check", "--images", "images"])
    #expect(result.output.contains("\n  100005.jpg: cannot be read: permission denied"))
  }
}
