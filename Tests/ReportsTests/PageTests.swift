import Foundation
import Reports
import TestSupport
import Testing

@Suite struct PageTests {
  private static let hostile = #"</title></style><script>"&'x'"#

  private func page(_ text: String = "net") -> Page {
    Page(
      title: text, kicker: "Training report", lede: text,
      figures: [KeyFigure("0.0926", text, isMain: true), KeyFigure("0.1600", "RMSE of the means")],
      sections: [
        .section("Pictures") {
          PictureArticle(picture: [0xFF, 0xD8, 1], description: text, title: text, note: text, tables: []).html
        },
        SettingsTable([(text, text), ("batch size", "64")]).section,
      ], program: text)
  }

  @Test func pageIsWellFormed() throws {
    let root = try parseMarkup(page().html())
    #expect(root.name == "html")
    #expect(root.attributes["lang"] == "en")
    #expect(root.all("title").map(\.text) == ["net: training report"])
    #expect(root.all("h1").map(\.text) == ["net"])
    #expect(root.all("h2").map(\.text) == ["Pictures", "Settings"])
    #expect(root.all("footer").map(\.text) == ["Written by net."])
  }

  @Test func keyFiguresStandAboveTheirMeanings() throws {
    let figures = try #require(try parseMarkup(page().html()).all("dl", style: "figures").first)
    #expect(figures.all("dd").map(\.text) == ["0.0926", "0.1600"])
    #expect(figures.all("dt").map(\.text) == ["net", "RMSE of the means"])
    #expect(figures.all("div", style: "first").count == 1)
  }

  @Test func emptyPartsAreLeftOut() throws {
    let page = Page(title: "n", kicker: "k", lede: "l", sections: [], program: "p")
    let root = try parseMarkup(page.html())
    #expect(root.all("dl").isEmpty && root.all("section").isEmpty)
  }

  @Test func nothingIsLoadedFromElsewhere() throws {
    let html = page().html()
    for word in ["http", "url(", "@import"] { #expect(!html.contains(word)) }
    let root = try parseMarkup(html)
    for name in ["script", "link", "iframe", "object"] { #expect(root.all(name).isEmpty) }
    #expect(root.all("img").map { $0.attributes["src"] } == ["data:image/jpeg;base64,/9gB"])
  }

  @Test func allTextIsEscaped() throws {
    let root = try parseMarkup(page(Self.hostile).html())
    #expect(root.all("script").isEmpty)
    #expect(root.all("h1").map(\.text) == [Self.hostile])
    #expect(root.all("dt").first?.text == Self.hostile)
    #expect(root.all("img").first?.attributes["alt"] == Self.hostile)
    #expect(root.all("table", style: "settings").first?.all("tr").first?.text == Self.hostile + Self.hostile)
  }
}
