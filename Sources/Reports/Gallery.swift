// Pictures side by side, each with a caption.

/// Pictures with captions.
package struct Gallery: Sendable {
  /// Pictures of one thing, and what is said of it.
  package struct Item: Sendable {
    /// The bytes of JPEG or PNG files, with what each shows.
    package let pictures: [(file: [UInt8], description: String)]
    /// What stands below them.
    package let title: String
    /// What stands below the title.
    package let note: String

    /// Pictures of one thing.
    package init(pictures: [(file: [UInt8], description: String)], title: String, note: String) {
      self.pictures = pictures
      self.title = title
      self.note = note
    }
  }

  /// What is shown.
  package var items: [Item]

  /// Pictures in the given order.
  package init(_ items: [Item]) { self.items = items }

  /// The pictures.
  package var html: HTML {
    .element("div", ["class": "gallery"]) {
      for item in items {
        HTML.element("figure", ["class": item.pictures.count > 2 ? "series" : "picture"]) {
          HTML.element("div", ["class": "pictures"]) {
            for picture in item.pictures { HTML.picture(picture.file, description: picture.description) }
          }
          HTML.element("figcaption") {
            HTML.element("b") { item.title }
            HTML.element("span") { item.note }
          }
        }
      }
    }
  }
}
