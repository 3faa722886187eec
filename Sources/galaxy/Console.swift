// What the commands print: results to standard output, everything else to standard error.
internal import Foundation
internal import ImageDatasets

enum Console {
  /// Prints a line of the result.
  static func print(_ line: String) {
    Swift.print(line)
  }

  /// Prints a value as one JSON document with keys in order.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Tells the user something that is no result.
  static func note(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }

  /// Names images that were left out, the first few one by one.
  static func note(leftOut failures: [ImageFailure]) {
    let shown = 10
    for failure in failures.prefix(shown) { note("left out: \(failure)") }
    if failures.count > shown { note("left out: \(failures.count - shown) more images") }
  }
}
