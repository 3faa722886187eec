// What the commands print: results to standard output, everything else to standard error.
internal import DataFiles
internal import Foundation
internal import ImageDatasets

enum Console {
  /// Prints a line of the result.
  static func print(_ line: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
    } catch {
      throw FileError(path: "standard output", problem: "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Prints a value as one JSON document with keys in order.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Tells the user something that is no result.
  static func note(_ line: String) {
    tell("\(line)\n")
  }

  /// Writes to standard error; that nobody can read it is no reason to stop working.
  static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Names images that were left out, the first few one by one.
  static func note(leftOut failures: [ImageFailure]) { note(failures: failures, "left out") }

  /// Names images that could not be read, the first few one by one, and what became of them.
  static func note(failures: [ImageFailure], _ fate: String) {
    let shown = 10
    for failure in failures.prefix(shown) { note("\(fate): \(failure)") }
    if failures.count > shown { note("\(fate): \(failures.count - shown) more images") }
  }
}
