// Markup read back by Foundation's parser, which accepts nothing that is not well-formed.
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element as the parser saw it.
package final class ParsedElement {
  /// Its name.
  package let name: String
  /// Its attributes by name.
  package let attributes: [String: String]
  /// The elements directly within it.
  package fileprivate(set) var children: [ParsedElement] = []
  /// The text within it and its descendants.
  package fileprivate(set) var text = ""

  fileprivate init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// All its descendants of that name, in document order.
  package func all(_ name: String) -> [ParsedElement] {
    children.flatMap { ($0.name == name ? [$0] : []) + $0.all(name) }
  }

  /// Its descendants of that name whose class is `style`.
  package func all(_ name: String, style: String) -> [ParsedElement] {
    all(name).filter { $0.attributes["class"] == style }
  }
}

/// What kept a text from being well-formed.
package struct MarkupError: Error, CustomStringConvertible {
  /// Where, and what.
  package let description: String
}

/// The root element of a well-formed document.
package func parseMarkup(_ source: String) throws -> ParsedElement {
  let reader = Reader()
  let parser = XMLParser(data: Data(source.utf8))
  parser.delegate = reader
  guard parser.parse(), let root = reader.root.children.first else {
    throw MarkupError(
      description: "line \(parser.lineNumber), column \(parser.columnNumber): "
        + (parser.parserError.map { "\($0)" } ?? "no element"))
  }
  return root
}

private final class Reader: NSObject, XMLParserDelegate {
  let root = ParsedElement(name: "", attributes: [:])
  private var open: [ParsedElement] = []

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let element = ParsedElement(name: elementName, attributes: attributes)
    (open.last ?? root).children.append(element)
    open.append(element)
  }

  func parser(
    _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
  ) {
    open.removeLast()
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    for element in open { element.text += string }
  }
}
