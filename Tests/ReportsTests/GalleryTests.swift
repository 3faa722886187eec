import Reports
import TestSupport
import Testing

@Suite struct GalleryTests {
  @Test func picturesAreEmbeddedWithWhatTheyShow() throws {
    let item = Gallery.Item(
      pictures: [([1, 2, 3], "one"), ([0x89, 0x50, 0x4E, 0x47], "<two>")], title: "A", note: "b&c")
    let root = try parseMarkup(Gallery([item]).html.source)
    let pictures = root.all("img")
    #expect(pictures.map { $0.attributes["alt"] } == ["one", "<two>"])
    #expect(pictures[0].attributes["src"] == "data:image/jpeg;base64,AQID")
    #expect(pictures[1].attributes["src"]?.hasPrefix("data:image/png;base64,") == true)
    #expect(root.all("figcaption").map(\.text) == ["Ab&c"])
  }
}
