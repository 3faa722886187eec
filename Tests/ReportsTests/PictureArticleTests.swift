// Pictures with their tables: pairs of bars, rankings.
import Foundation
import Reports
import TestSupport
import Testing

@Suite struct PictureArticleTests {
  private func bars(_ rows: [BarPairs.Row]) -> BarPairs {
    BarPairs(title: "shape", headings: ("answer", "volunteers", "network"), rows: rows)
  }

  @Test func articleHoldsPictureAndTables() throws {
    let article = PictureArticle(
      picture: [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3], description: "Image of 100053", title: "100053", note: "RMSE 0.1",
      tables: [
        bars([.init("smooth", given: 0.766, expected: 0.714)]).table,
        Ranking(title: "wrong", rows: [.init("cat", 0.75, isRight: false), .init("dog", 0.125, isRight: true)]).table,
      ])
    let root = try parseMarkup(article.html.source)
    let image = try #require(root.all("img").first)
    #expect(image.attributes["alt"] == "Image of 100053")
    let encoded = try #require(image.attributes["src"]?.split(separator: ",").last)
    #expect(Data(base64Encoded: String(encoded)) == Data([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]))
    #expect(root.all("caption").map(\.text) == ["shape", "wrong"])
    #expect(root.all("td", style: "given").map(\.text) == ["0.77", "0.75"])
    #expect(root.all("td", style: "first").map(\.text) == ["0.71", "0.12"])
    #expect(root.all("h3").map(\.text) == ["100053"] && root.all("p").map(\.text) == ["RMSE 0.1"])
  }

  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], "data:image/jpeg;base64,/9j/4A=="),
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "data:image/png;base64,iVBORw0K"),
    ] as [([UInt8], String)])
  func picturesSayWhatTheyAre(bytes: [UInt8], source: String) throws {
    let article = PictureArticle(picture: bytes, description: "", title: "", note: "", tables: [])
    #expect(try parseMarkup(article.html.source).all("img").map { $0.attributes["src"] } == [source])
  }

  @Test func withoutAPictureItsPlaceHoldsTheNames() throws {
    let article = PictureArticle(picture: nil, description: "none", title: "100053", note: "lost", tables: [])
    let root = try parseMarkup(article.html.source)
    #expect(root.all("img").isEmpty && root.all("h3").map(\.text) == ["100053"])
  }

  @Test func barsStayWithinTheirCells() throws {
    let rows: [BarPairs.Row] = [.init("a", given: 1.5, expected: -0.2), .init("b", given: 0.766, expected: .nan)]
    let root = try parseMarkup(bars(rows).table.source)
    #expect(
      root.all("span").map { $0.attributes["style"] } == [
        "width:100.0%", "width:0.0%", "width:76.6%", "width:0.0%",
      ])
    #expect(root.all("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"]) })
  }
}
