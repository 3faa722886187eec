// A report as one page: heading, key figures, sections.

/// A self-contained page: no script, nothing loaded from elsewhere, valid as HTML and as XML.
package struct Page: Sendable {
  /// What it is about, as its heading.
  package var title: String
  /// What kind of page it is, as `Training report`; small, above the title.
  package var kicker: String
  /// A sentence below the title.
  package var lede: String
  /// The numbers that matter most.
  package var figures: [KeyFigure]
  /// What follows, from top to bottom.
  package var sections: [HTML]
  /// The name and version of the program that wrote it, as `galaxy 1.0.0`.
  package var program: String

  /// A page of the given parts.
  package init(
    title: String, kicker: String, lede: String, figures: [KeyFigure] = [], sections: [HTML], program: String
  ) {
    self.title = title
    self.kicker = kicker
    self.lede = lede
    self.figures = figures
    self.sections = sections
    self.program = program
  }

  /// The document.
  package func html() -> String {
    HTML.document(
      .element("html", ["lang": "en"]) {
        HTML.element("head") {
          HTML.element("meta", ["charset": "utf-8"])
          HTML.element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
          HTML.element("meta", ["name": "color-scheme", "content": "light dark"])
          HTML.element("title") { "\(title): \(kicker.lowercased())" }
          HTML.style(Self.styleSheet)
        }
        HTML.element("body") {
          heading
          HTML.element("main") { for section in sections { section } }
          HTML.element("footer") { HTML.element("p") { "Written by \(program)." } }
        }
      })
  }

  private var heading: HTML {
    .element("header") {
      HTML.element("p", ["class": "kicker"]) { kicker }
      HTML.element("h1") { title }
      HTML.element("p", ["class": "lede"]) { lede }
      if !figures.isEmpty {
        HTML.element("dl", ["class": "figures"]) { for figure in figures { figure.html } }
      }
    }
  }
}

/// A number in large type with its meaning below it.
package struct KeyFigure: Sendable, Equatable {
  /// The number.
  package let value: String
  /// What it is.
  package let meaning: String
  /// Whether the page is about this number.
  package let isMain: Bool

  /// A number and its meaning.
  package init(_ value: String, _ meaning: String, isMain: Bool = false) {
    self.value = value
    self.meaning = meaning
    self.isMain = isMain
  }

  var html: HTML {
    .element("div", ["class": isMain ? "first" : "plain"]) {
      HTML.element("dt") { meaning }
      HTML.element("dd") { value }
    }
  }
}
