// galaxy explore as a user runs it, and its page in a browser.
import Foundation
import TestSupport
import Testing

@Suite struct ExploreTests {
  private static let arguments = [
    "explore", "--images", "images", "--labels", "solutions.csv", "--output", "looked/at",
  ]

  @Test func aPageIsWrittenAndKept() throws {
    let place = try Workplace.withGalaxies()
    let result = try place.galaxy(Self.arguments)
    #expect(result.status == 0 && result.output == "")
    #expect(result.errorLines.last == "the exploration is in looked/at/exploration.html")
    let first = try place.folder.bytes("looked/at/exploration.html")
    try place.expectFailure(Self.arguments, "looked/at/exploration.html: is there already; --overwrite replaces it")
    #expect(try place.galaxy(Self.arguments + ["--overwrite", "--seed", "1"]).status == 0)
    #expect(try place.folder.bytes("looked/at/exploration.html") != first)
  }

  @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"), arguments: [1280, 390])
  func thePageIsWholeInABrowser(width: Int) throws {
    let place = try Workplace.withGalaxies()
    #expect(try place.galaxy(Self.arguments).status == 0)
    let browser = try #require(Browser.installed)
    let view = try browser.view(
      place.folder.path("looked/at/exploration.html"), width: width, in: place.folder)
    #expect(view == Browser.View(decoded: 134, pictures: 134, overflow: 0, foreign: 0))
  }

  /// The browser does tell what is wrong with a page.
  @Test(.enabled(if: Browser.installed != nil, "no Chromium is installed"))
  func aPageThatIsNotWholeIsFoundOut() throws {
    let folder = try Workplace.withGalaxies().folder
    let page = try folder.write(
      #"<div style="width: 900px">wide</div><img src="data:image/png;base64,AAAA"><img src="images/100001.jpg">"#,
      to: "page.html")
    let view = try #require(Browser.installed).view(page, width: 390, in: folder)
    #expect(view.decoded == 1 && view.pictures == 2 && view.overflow > 500 && view.foreign == 1)
  }
}
