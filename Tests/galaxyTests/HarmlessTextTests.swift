// Names that would do something to a terminal, a page or a spreadsheet do nothing, and survive the way there and back.
import Foundation
import GalaxyZoo
import ImageDatasets
import TestSupport
import Testing

@Suite struct HarmlessTextTests {
  private let place: Workplace
  private static let classes = [
    "<script>alert(1)</script>", "=cmd()", "\u{1B}[31mred\u{7}", "a,\"b\"", "cafe\u{301}", "two\nlines",
  ]
  private static let files = [
    "<img src=x onerror=alert(1)>", "+1", "-2", "@x", "\u{1B}[2J", "x\ny", "a,b", "\"q\"", "cafe\u{301}", "\u{202E}gpj",
    "a;b", "10",
  ]

  init() throws {
    place = try Workplace()
    var rows: [String] = []
    for (index, name) in Self.files.enumerated() {
      let color = ColoredSquares.classes[index % 3]
      try place.folder.write(ColoredSquares.jpeg(of: color, number: index), to: "images/\(name).jpg")
      let kind = Self.classes[index % Self.classes.count]
      // Written by other rules than the package's own.
      rows.append([name, kind].map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n")
    }
    try place.folder.write("name,kind\n" + rows.joined(), to: "labels.csv")
  }

  private func run(_ arguments: [String]) throws -> CommandResult {
    let result = try place.galaxy(arguments)
    for text in [result.output, result.errors] {
      let controls = text.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || $0 == "\u{202E}" || $0 == "\u{7F}"
      }
      #expect(controls.isEmpty, "\(arguments): \(text.debugDescription)")
    }
    return result
  }

  @Test func fromTrainingToPrediction() throws {
    let labels = ["--images", "images", "--labels", "labels.csv", "--class-column", "kind"]
    let trained = try run(
      [
        "train", "--network", "mobilenet-v1", "--resolution", "32", "--width-multiplier", "0.25", "--epochs", "1",
        "--validation-fraction", "0.5", "--output", "run",
      ] + labels)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.errorLines[0] == "12 rows with an image.")
    #expect(trained.errorLines[1].contains("two\\nlines 2") && trained.errorLines[1].contains("\\u{1B}[31mred\\u{7} 2"))

    let page = try place.text(of: "run/report.html")
    #expect(!page.contains("<script>alert") && !page.contains("<img src=x") && page.contains("&lt;script&gt;alert(1)"))
    #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;") || !page.contains("onerror"))

    #expect(try run(["evaluate", "--checkpoint", "run", "--images", "images", "--labels", "labels.csv"]).status == 0)
    let json = try run(["evaluate", "--checkpoint", "run", "--images", "images", "--labels", "labels.csv", "--json"])
    struct Scores: Decodable { let classes: [String] }
    #expect(Set(try json.json(Scores.self).classes.map(ExactText.init)) == Set(Self.classes.map(ExactText.init)))

    #expect(try run(["predict", "--checkpoint", "run", "--images", "images", "--output", "p.csv"]).status == 0)
    let path = place.folder.path("p.csv")
    let table = try LabelTable(path: path, columns: ["class"] + Self.classes)
    #expect(Set(table.identifiers.map(ExactText.init)) == Set(Self.files.map { ExactText($0 + ".jpg") }))
    #expect(table.texts(of: "class").allSatisfy { name in Self.classes.contains { ExactText($0) == ExactText(name) } })
    let text = try place.text(of: "p.csv")
    #expect(text.contains("\n'+1.jpg,") && text.contains(",'=cmd(),"))
    // The predictions name the images as the labels did.
    let images = try LabelledImages.classColumn(
      images: place.folder.path("images"), labels: path, column: "class", idColumn: "image"
    ).images
    #expect(images.count == Self.files.count)
  }

  @Test func checkAndErrors() throws {
    let labels = ["--images", "images", "--labels", "labels.csv"]
    let check = try run(["check"] + labels + ["--class-column", "kind"])
    #expect(check.status == 0, "\(check.output)")
    let json = try run(["check"] + labels + ["--class-column", "kind", "--json"])
    struct Report: Decodable {
      struct Count: Decodable { let name: String }
      let classes: [Count]
    }
    #expect(
      Set(try json.json(Report.self).classes.map { ExactText($0.name) }) == Set(Self.classes.map(ExactText.init)))
    for name in Self.files { try place.folder.write("", to: "images/\(name).jpg") }
    let failed = try run(["check"] + labels + ["--class-column", "kind"])
    #expect(failed.status == 1 && failed.output.contains("\n  x\\ny.jpg\n"))
    try place.expectFailure(
      ["check", "--images", "a\u{1B}[2J\nb"], "a\\u{1B}[2J\\nb: cannot be read: no such file or directory")
    let usage = try run(["networks", "\u{1B}[2J"])
    #expect(usage.status != 0 && usage.errors.contains("\\u{1B}[2J"))
  }
}
