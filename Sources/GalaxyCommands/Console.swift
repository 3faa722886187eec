// What the commands print: results to standard output, everything else to standard error; names that users have given to
// files, classes and columns do nothing to the terminal.
internal import DataFiles
internal import Foundation
internal import ImageDatasets

enum Console {
  /// Prints a line of the result.
  static func print(_ line: String) throws { try write(line.printable) }

  private static func write(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
    } catch {
      throw FileError(path: "standard output", problem: "cannot be written: \(error.localizedDescription)")
    }
  }

  /// Prints a value as one JSON document with keys in order.
  static func print(json value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try write(String(decoding: try encoder.encode(value), as: UTF8.self).printableJSON)
  }

  /// Tells the user something that is no result.
  static func note(_ line: String) {
    tell("\(line.printable)\n")
  }

  /// Writes to standard error as it is; that nobody can read it is no reason to stop working.
  static func tell(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Of more images `galaxy check` makes a list.
  static let shownFailures = 100

  /// Names images that were left out.
  static func note(leftOut failures: [ImageFailure]) { note(failures: failures, "left out") }

  /// Names images that could not be read and what became of them.
  static func note(failures: [ImageFailure], _ fate: String) {
    for failure in failures.prefix(shownFailures) { note("\(fate): \(failure)") }
    note(more: failures.count - shownFailures, fate)
  }

  /// Counts images that could not be read and are not named; galaxy check names them all.
  static func note(more count: Int, _ fate: String) {
    if count > 0 { note("\(fate): \(count) more images; galaxy check --json names all") }
  }
}
