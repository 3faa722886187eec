// Parts that several sections of a page have: section, legend, scrolling table, embedded picture.
internal import Foundation

extension HTML {
  /// A section of a page under its heading.
  package static func section(_ title: String, @HTMLBuilder _ contents: () -> HTML) -> HTML {
    .element("section") {
      HTML.element("h2") { title }
      contents()
    }
  }

  /// What the colours of a chart stand for.
  ///
  /// - Parameter entries: the class of each key in the style sheet, as `line first`, and its meaning.
  package static func legend(_ entries: [(key: String, meaning: String)]) -> HTML {
    .element("ul", ["class": "legend"]) {
      for entry in entries {
        HTML.element("li") {
          HTML.element("span", ["class": "key \(entry.key)"])
          entry.meaning
        }
      }
    }
  }

  /// A table of numbers that scrolls by itself where the page is narrower than it.
  package static func scrollingTable(
    label: String, headings: [String], style: String = "numbers", @HTMLBuilder rows: () -> HTML
  ) -> HTML {
    .element("div", ["class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"]) {
      HTML.element("table", ["class": style]) {
        HTML.element("thead") {
          HTML.element("tr") {
            for heading in headings { HTML.element("th", ["scope": "col"]) { heading } }
          }
        }
        HTML.element("tbody") { rows() }
      }
    }
  }

  /// A row of a table: its name, then its cells.
  package static func row(_ name: String, style: String? = nil, @HTMLBuilder cells: () -> HTML) -> HTML {
    let attributes: KeyValuePairs<String, String> = if let style { ["class": style] } else { [:] }
    return .element("tr", attributes) {
      HTML.element("th", ["scope": "row"]) { name }
      cells()
    }
  }

  /// The bytes of a JPEG or PNG file as a picture within the page.
  package static func picture(_ file: [UInt8], description: String) -> HTML {
    let type = file.starts(with: [0x89, 0x50, 0x4E, 0x47]) ? "png" : "jpeg"
    return .element(
      "img", ["src": "data:image/\(type);base64,\(Data(file).base64EncodedString())", "alt": description])
  }
}
