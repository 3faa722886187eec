// The galaxies that a submission must hold, in the order of a given file.
internal import DataFiles
internal import ImageDatasets

/// The identifiers of a submission that serves as a model, such as Kaggle's `all_zeros_benchmark.csv`.
public struct SubmissionTemplate: Sendable {
  /// The file they came from.
  public let path: String
  /// The galaxies, in the order of the file.
  public let ids: [Int]

  /// Reads the first column of the file at `path`, which must be `GalaxyID`, in whatever case.
  ///
  /// - Throws: `FileError` naming the line where an identifier is no positive whole number or appears again.
  public init(path: String) throws {
    var reader = try CSVReader(path: path)
    guard try reader.advance() else { throw FileError(path: path, problem: "is empty") }
    guard reader.trimmedText(0).lowercased() == "galaxyid" else {
      throw reader.error("expected the first column to be GalaxyID, found \(reader.excerpt(0))")
    }
    var ids: [Int] = []
    var lines: [Int: Int] = [:]
    while try reader.advance() {
      let id = try galaxyID(of: reader, field: 0)
      if let line = lines.updateValue(reader.line, forKey: id) {
        throw reader.error("galaxy \(id) is already on line \(line)")
      }
      ids.append(id)
    }
    guard !ids.isEmpty else { throw FileError(path: path, problem: "holds a header but no galaxies") }
    self.path = path
    self.ids = ids
  }

  /// Makes sure that `predicted` are the template's galaxies, each once, in any order.
  ///
  /// - Throws: `FileError` naming missing, surplus and repeated galaxies together.
  public func check(_ predicted: [Int]) throws {
    var counts: [Int: Int] = [:]
    for id in predicted { counts[id, default: 0] += 1 }
    let wanted = Set(ids)
    let differences = [
      ("missing", ids.filter { counts[$0] == nil }),
      ("not in it", counts.keys.filter { !wanted.contains($0) }.sorted()),
      ("predicted more than once", counts.keys.filter { counts[$0, default: 0] > 1 }.sorted()),
    ].filter { !$0.1.isEmpty }
    guard !differences.isEmpty else { return }
    let phrases = differences.map { "\($0.1.count) \($0.0) (\(NameList($0.1.map(String.init))))" }
    let problem = "the predictions do not match this template: "
    throw FileError(path: path, problem: problem + phrases.joined(separator: ", "))
  }
}
