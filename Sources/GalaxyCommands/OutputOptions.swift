// Where commands write, and what they do not replace.
internal import ArgumentParser
internal import DataFiles
internal import Experiments

/// What several commands do about files that are there already.
struct OverwriteOptions: ParsableArguments {
  @Flag(help: "Replace a file that is there already.")
  var overwrite = false

  /// Makes sure that a file to be written is not there, or may be replaced.
  ///
  /// - Throws: `FileError`.
  func check(_ path: String) throws {
    guard !overwrite, FileKind(path: path) == .file else { return }
    throw FileError(path: path, problem: "is there already; --overwrite replaces it")
  }

  /// Where a table goes: `-` is standard output.
  ///
  /// - Throws: `FileError` where a file is there already.
  func table(_ path: String) throws -> TableOutput {
    if path == "-" { return .standardOutput }
    try check(path)
    return .file(path)
  }
}

/// Refuses standard output for what is no text.
func requireFile(_ option: String, _ path: String) throws {
  try require(path != "-", "\(option): expected the name of a file, found -, which is standard output")
}
