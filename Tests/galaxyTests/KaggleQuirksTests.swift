// Files as Kaggle and people's computers leave them: read as if they were tidy.
import Foundation
import GalaxyZoo
import TestSupport
import Testing

@Suite struct KaggleQuirksTests {
  private let place: Workplace
  private let train = Workplace.trainingArguments + ["--epochs", "0", "--output", "run"]

  init() throws { place = try Workplace.withGalaxies() }

  /// The numbers of a line, some of them with exponents.
  private func withExponents(_ line: String) -> String {
    line.split(separator: ",").enumerated().map { index, field in
      guard index > 0, index % 3 == 0, let value = Double(field) else { return String(field) }
      return String(format: "%.9E", value)
    }.joined(separator: ",")
  }

  private func weights(of result: CommandResult) throws -> Data {
    #expect(result.status == 0, "\(result.errors)")
    defer { try? place.folder.remove("run") }
    return try place.folder.bytes("run/last.safetensors")
  }

  /// The same galaxies make the same split and the same fractions the same scores, whatever the files look like.
  @Test func theSameDataInKagglesDress() throws {
    let tidy = try weights(of: place.galaxy(train))
    let baseline = ["baseline", "--images", "images", "--labels", "solutions.csv", "--json"]
    let scores = try place.galaxy(baseline)
    let lines = try place.lines(of: "solutions.csv")
    let header = lines[0].replacing("GalaxyID", with: "GalaxyId")
    let rows = lines.dropFirst().map(withExponents).reversed()
    try place.folder.write(
      "\u{FEFF}" + ([header] + rows).joined(separator: "\r\n") + "\r\n\r\n", to: "solutions.csv")
    for name in ["100001", "100002"] {
      try FileManager.default.moveItem(
        atPath: place.folder.path("images/\(name).jpg"), toPath: place.folder.path("images/\(name).JPG"))
    }
    for name in [".DS_Store", "._100001.JPG", "Thumbs.db", "__MACOSX/100001.jpg", "desktop.ini"] {
      try place.folder.write("x", to: "images/\(name)")
    }
    let result = try place.galaxy(train)
    #expect(result.errorLines.first == "12 galaxy rows with an image." && !result.errors.contains("Not read"))
    #expect(try weights(of: result) == tidy)
    #expect(try scores.status == 0 && place.galaxy(baseline).output == scores.output)
    let check = try place.galaxy(["check", "--images", "images", "--labels", "solutions.csv"])
    // Files of operating systems: those above.
    #expect(check.status == 0 && check.output.hasSuffix("\nclean: 0 errors, 5 notes\n"), "\(check.output)")
  }

  @Test func otherFilesRowsAndColumnsAreNamed() throws {
    var lines = try place.lines(of: "solutions.csv")
    for index in lines.indices { lines[index] += index == 0 ? ",ra" : ",180.5" }
    lines[12] = lines[12].replacing("100012", with: "900012")
    try place.folder.write(lines.joined(separator: "\n"), to: "solutions.csv")
    for name in ["a.fits", "b.fits", "page.html", "cover.jpg"] { try place.folder.write("x", to: "images/\(name)") }
    let result = try place.galaxy(train)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      Array(result.errorLines.prefix(3)) == [
        "11 galaxy rows with an image. Without an image: 1 row (900012). Without a row: 1 image (100012). "
          + "Not named by a galaxy's number: 1 image (cover).",
        "\(place.folder.path("solutions.csv")): ignored beside the 37 columns: ra",
        "Not read: 2 FITS files (a.fits, b.fits), 1 web page (page.html).",
      ])
  }

  @Test func labelsThatBreakTheTreeWarn() throws {
    let rows = SyntheticGalaxies.identifiers.map { $0 + String(repeating: ",0.5", count: 37) }
    try place.folder.write(
      ([try place.lines(of: "solutions.csv")[0]] + rows).joined(separator: "\n"), to: "solutions.csv")
    let warning =
      "12 of 12 rows break the decision tree, e.g. 100001: Class1 sums to 1.5, not to 1; is this rev1?"
    for arguments in [train, ["baseline", "--images", "images", "--labels", "solutions.csv"]] {
      let result = try place.galaxy(arguments)
      #expect(result.status == 0 && result.errorLines[1].hasSuffix("solutions.csv: \(warning)"), "\(result.errors)")
    }
  }
}
