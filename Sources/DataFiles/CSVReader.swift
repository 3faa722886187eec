// Comma-separated values, read row by row from the bytes of a file.

/// The rows of a CSV file, one after the other.
///
/// Understands LF, CRLF and CR, UTF-8 and UTF-16, fields in quotes (with `""` for a quote, and line breaks inside), and a
/// last line without its end. Where the first line has no comma, semicolons or tabs separate. Blank lines are skipped. Call
/// ``advance()``, then ask for the row's fields.
public struct CSVReader {
  /// The file that errors name.
  public let path: String
  /// The line on which the current row begins, from 1.
  public private(set) var line = 0
  private var bytes: [UInt8]
  private var position = 0
  private var nextLine = 1
  private var fields: [Range<Int>] = []

  private static let quote = UInt8(ascii: "\"")
  private let separator: UInt8
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// The rows of the file at `path`.
  ///
  /// - Throws: ``FileError`` where it cannot be read or begins as files of other kinds do.
  public init(path: String) throws {
    self.path = path
    bytes = Self.text(of: try readFile(path))
    if let problem = Self.foreignContent(of: bytes) { throw FileError(path: path, problem: problem) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    separator = Self.separator(of: bytes[position...])
  }

  /// The number of fields of the current row.
  public var fieldCount: Int { fields.count }

  /// Goes to the next row; `false` at the end of the file.
  ///
  /// - Throws: ``FileError`` naming the line where a quote is not closed or text follows a closing quote.
  public mutating func advance() throws -> Bool {
    fields.removeAll(keepingCapacity: true)
    while position < bytes.count, let next = lineEnd(at: position) {
      position = next
      nextLine += 1
    }
    line = nextLine
    guard position < bytes.count else { return false }
    while true {
      if position < bytes.count, bytes[position] == Self.quote {
        fields.append(try quotedField())
      } else {
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != Self.lineFeed { position += 1 }
        var end = position
        let endsLine = position == bytes.count || bytes[position] == Self.lineFeed
        if endsLine, end > start, bytes[end - 1] == Self.carriageReturn { end -= 1 }
        fields.append(start..<end)
      }
      guard position < bytes.count else { return true }
      if bytes[position] == separator {
        position += 1
      } else {
        position = lineEnd(at: position) ?? position + 1
        nextLine += 1
        return true
      }
    }
  }

  /// The bytes of a field of the current row, without quotes, from 0.
  public func bytes(_ field: Int) -> ArraySlice<UInt8> { bytes[fields[field]] }

  /// A field of the current row as text, as ``CSVField/text(_:)`` was given it.
  public func text(_ field: Int) -> String {
    String(decoding: CSVField.withoutGuard(bytes(field)), as: UTF8.self)
  }

  /// A field of the current row as text, without the spaces around it.
  public func trimmedText(_ field: Int) -> String {
    String(decoding: CSVField.withoutGuard(bytes[trimmed(field)]), as: UTF8.self)
  }

  /// A field of the current row as a number, spaces around it left out; `nil` where it is none (see
  /// ``Swift/Float/init(decimal:)``).
  public func float(_ field: Int) -> Float? {
    bytes.withUnsafeBufferPointer { Float(decimal: UnsafeBufferPointer(rebasing: $0[trimmed(field)])) }
  }

  private func trimmed(_ field: Int) -> Range<Int> {
    let space = UInt8(ascii: " ")
    var (start, end) = (fields[field].lowerBound, fields[field].upperBound)
    while start < end, bytes[start] == space { start += 1 }
    while start < end, bytes[end - 1] == space { end -= 1 }
    return start..<end
  }

  /// A field of the current row in quotes, short and on one line: for messages.
  public func excerpt(_ field: Int) -> String { text(field).excerpt }

  /// An error about the current row.
  public func error(_ problem: String) -> FileError { FileError(path: path, problem: "line \(line): \(problem)") }

  /// The position after the line end, or the end of the file, at `position`; `nil` where something else is there.
  private func lineEnd(at position: Int) -> Int? {
    if position == bytes.count || bytes[position] == Self.lineFeed { return min(position + 1, bytes.count) }
    if bytes[position] != Self.carriageReturn { return nil }
    if position + 1 == bytes.count { return bytes.count }
    return bytes[position + 1] == Self.lineFeed ? position + 2 : nil
  }

  /// Reads the field whose opening quote is at `position`, joining doubled quotes in place.
  private mutating func quotedField() throws -> Range<Int> {
    let start = position + 1
    var end = start
    position = start
    while true {
      guard position < bytes.count else { throw error("a quote is not closed") }
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else { break }
        position += 1
      } else if byte == Self.lineFeed {
        nextLine += 1
      }
      bytes[end] = byte
      end += 1
    }
    guard position == bytes.count || bytes[position] == separator || lineEnd(at: position) != nil else {
      throw error("text follows a closing quote")
    }
    return start..<end
  }
}

extension String {
  /// The text in quotes, short and on one line: for messages.
  package var excerpt: String { (count > 40 ? prefix(39) + "…" : self[...]).debugDescription }
}
