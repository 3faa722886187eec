import Reports
import TestSupport
import Testing

@Suite struct HTMLTests {
  @Test func textIsEscaped() {
    #expect(HTML(text: #"a<b & "c" > 'd'"#).source == "a&lt;b &amp; &quot;c&quot; &gt; &#39;d&#39;")
    #expect(HTML(text: "größer ∑ 🌌\n").source == "größer ∑ 🌌\n")
  }

  @Test func charactersThatNoDocumentMayHoldAreReplaced() throws {
    let html = HTML.element("p") { "a\u{0}b\u{8}c\u{FFFE}d\u{7F}e" }
    #expect(try parseMarkup(html.source).text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e")
  }

  @Test func textAndAttributesComeBackAsTheyWere() throws {
    let hostile = #"</p><script>alert("x" + 'y')</script> &amp; <!-- ]]> "#
    let root = try parseMarkup(HTML.element("p", ["title": hostile]) { hostile }.source)
    #expect(root.text == hostile)
    #expect(root.attributes == ["title": hostile])
    #expect(root.children.isEmpty)
  }

  @Test(arguments: [true, false]) func elementsNest(optional: Bool) {
    let html = HTML.element("ul", ["class": "a"]) {
      for number in 1...2 { HTML.element("li") { "\(number)" } }
      if optional { "3" }
      HTML.element("span")
      HTML.element("img", ["alt": "b"])
    }
    #expect(
      html.source == #"<ul class="a"><li>1</li><li>2</li>\#(optional ? "3" : "")<span></span><img alt="b" /></ul>"#)
  }
}
