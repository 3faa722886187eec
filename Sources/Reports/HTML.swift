// Markup as a value, in which text cannot be forgotten to be escaped.
internal import Preconditions

/// A piece of a page that is valid as HTML and as XML at once.
package struct HTML: Sendable {
  /// Its markup.
  package let source: String

  private init(source: String) {
    self.source = source
  }

  /// Text, escaped for use between tags and within quoted attributes.
  ///
  /// Characters that no XML document may hold become U+FFFD.
  package init(text: String) {
    var source = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": source += "&amp;"
      case "<": source += "&lt;"
      case ">": source += "&gt;"
      case "\"": source += "&quot;"
      case "'": source += "&#39;"
      case "\t", "\n", "\r": source.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": source += "\u{FFFD}"
      default: source.unicodeScalars.append(scalar)
      }
    }
    self.source = source
  }

  /// An element; strings among its contents are text.
  package static func element(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
    @HTMLBuilder _ contents: () -> HTML = { HTML(text: "") }
  ) -> HTML {
    let opening = name + attributes.map { " \($0.key)=\"\(HTML(text: $0.value).source)\"" }.joined()
    // An HTML parser takes <span/> for an opening tag, and </br> for a second one.
    if voidElements.contains(name) { return HTML(source: "<\(opening) />") }
    return HTML(source: "<\(opening)>\(contents().source)</\(name)>")
  }

  /// A style sheet, which HTML does not allow to be escaped.
  package static func style(_ sheet: String) -> HTML {
    require(!sheet.contains { $0 == "<" || $0 == "&" }, "HTML.style: a style sheet with < or & cannot be embedded")
    return HTML(source: "<style>\(sheet)</style>")
  }

  /// A whole document.
  ///
  /// - Parameter root: the `html` element.
  package static func document(_ root: HTML) -> String {
    "<!DOCTYPE html>\n\(root.source)\n"
  }

  fileprivate static func joined(_ parts: [HTML]) -> HTML {
    HTML(source: parts.map(\.source).joined())
  }

  private static let voidElements: Set<String> = ["br", "hr", "img", "meta"]
}

/// Joins pieces of markup; strings are text.
@resultBuilder package enum HTMLBuilder {
  package static func buildExpression(_ text: String) -> HTML { HTML(text: text) }
  package static func buildExpression(_ html: HTML) -> HTML { html }
  package static func buildBlock(_ parts: HTML...) -> HTML { .joined(parts) }
  package static func buildArray(_ parts: [HTML]) -> HTML { .joined(parts) }
  package static func buildOptional(_ part: HTML?) -> HTML { part ?? .joined([]) }
  package static func buildEither(first part: HTML) -> HTML { part }
  package static func buildEither(second part: HTML) -> HTML { part }
}
