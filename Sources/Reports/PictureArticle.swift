// A picture with tables beside it.

/// A picture with a title and a note below it, and tables beside it.
package struct PictureArticle: Sendable {
  /// The bytes of a JPEG or PNG file; nil where there is none to show.
  package var picture: [UInt8]?
  /// What it shows, for those who cannot see it.
  package var description: String
  /// What stands below it.
  package var title: String
  /// What stands below the title.
  package var note: String
  /// What stands beside it.
  package var tables: [HTML]

  /// A picture with tables beside it.
  package init(picture: [UInt8]?, description: String, title: String, note: String, tables: [HTML]) {
    self.picture = picture
    self.description = description
    self.title = title
    self.note = note
    self.tables = tables
  }

  /// The article.
  package var html: HTML {
    .element("article") {
      HTML.element("div", ["class": "portrait"]) {
        if let picture { HTML.picture(picture, description: description) }
        HTML.element("h3") { title }
        HTML.element("p") { note }
      }
      HTML.element("div", ["class": "answers"]) { for table in tables { table } }
    }
  }
}
