// Explorations of data sets as pages.
import DataFiles
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct ExplorationTests {
  private let folder: TemporaryFolder
  private let survey: (images: String, labels: String)

  init() throws {
    folder = try TemporaryFolder()
    survey = try SyntheticGalaxies.write(to: folder)
  }

  private func page(_ data: DataSet) throws -> String {
    try Exploration(of: data, as: Recipe(network: "hildebrandt")).write(to: folder.path("exploration.html"))
    let html = String(decoding: try folder.bytes("exploration.html"), as: UTF8.self)
    // Valid as XML, which HTML's parsers would forgive.
    _ = try parseMarkup(html)
    #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"))
    return html
  }

  private func count(of text: String, in html: String) -> Int { html.components(separatedBy: text).count - 1 }

  @Test func voteFractionsAreShown() throws {
    let html = try page(DataSet(images: survey.images, labels: survey.labels))
    for title in [
      "The flow of votes", "The most confident example of every answer", "Means and clear majorities", "Distributions",
      "Correlations", "The most ambiguous galaxies", "What augmentation does",
    ] {
      #expect(html.contains("<h2>\(title)</h2>"))
    }
    // 37 answers and 12 ambiguous galaxies in two pictures each; six galaxies with five variations each.
    #expect(count(of: "<img ", in: html) == 2 * (37 + 12) + 6 * 6)
    #expect(count(of: "class=\"histogram\"", in: html) == 37)
    #expect(count(of: "class=\"heat\"", in: html) == 12)
    #expect(count(of: "class=\"box\"", in: html) == 11)
  }

  @Test func equalDataMakeEqualPages() throws {
    let data = DataSet(images: survey.images, labels: survey.labels)
    #expect(try page(data) == page(data))
  }

  @Test func columnsAreShown() throws {
    let rows = SyntheticGalaxies.identifiers.enumerated().map { "\($1),\($0),\($0 == 3 ? "" : "\(100 - $0)")" }
    let labels = try folder.write((["id,mass,size"] + rows).joined(separator: "\n"), to: "columns.csv")
    let html = try page(DataSet(images: survey.images, labels: labels, targets: ["mass", "size"]))
    #expect(html.contains("largest mass") && html.contains("11: 100012"))
    #expect(count(of: "<img ", in: html) == 2 * 4 + 6 * 6)
  }

  @Test func classesAreShownAndTheirNamesAreText() throws {
    let classes = ["<script>alert(1)</script>", "=cmd()", "plain"]
    let rows = SyntheticGalaxies.identifiers.enumerated().map { "\($1),\(classes[$0 % 3])" }
    let labels = try folder.write((["id,kind"] + rows).joined(separator: "\n"), to: "classes.csv")
    let html = try page(DataSet(images: survey.images, labels: labels, classColumn: "kind"))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("=cmd()"))
    #expect(count(of: "<img ", in: html) == 2 * 12 + 6 * 6)
  }

  @Test func imagesThatCannotBeReadAreNamed() throws {
    try folder.write("no image", to: "images/100004.jpg")
    let html = try page(DataSet(images: survey.images, labels: survey.labels))
    #expect(html.contains("100004"))
    #expect(html.contains("cannot be shown: is neither a JPEG nor a PNG"))
  }
}
