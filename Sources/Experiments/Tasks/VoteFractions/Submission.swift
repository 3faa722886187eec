// Vote fractions as a submission to the challenge.
internal import DataFiles
internal import GalaxyZoo
public import ImageDatasets

extension VoteFractions {
  /// Rows ascend by GalaxyID, or follow the template, whose galaxies must be those of the images. Without a template images
  /// may have any names; where one is no GalaxyID, rows are in the order of the names.
  public func predictionOrder(of source: ImageSource, template: String?) throws -> [Int] {
    let ids = source.identifiers.map { Int($0).flatMap { $0 > 0 ? $0 : nil } }
    var images: [Int: Int] = [:]
    for (index, id) in ids.enumerated() {
      guard let id, let other = images.updateValue(index, forKey: id) else { continue }
      throw FileError(
        path: source.location(of: index), problem: "is galaxy \(id), as is \(source.location(of: other))")
    }
    if let unnumbered = ids.firstIndex(of: nil) {
      if template == nil { return Array(source.identifiers.indices) }
      throw FileError(
        path: source.location(of: unnumbered), problem: "its name is not a GalaxyID, a positive whole number")
    }
    let model = try template.map { try SubmissionTemplate(path: $0) }
    try model?.check(ids.compactMap { $0 })
    return (model?.ids ?? images.keys.sorted()).compactMap { images[$0] }
  }
}

/// A submission's rows.
struct SubmissionRows: PredictionWriter {
  private var writer: SubmissionWriter

  init(path: String) throws { writer = try SubmissionWriter(path: path) }

  mutating func write(identifier: String, file: String, answers: ArraySlice<Float>) throws {
    // A galaxy's number is written as a number, whatever zeros its file's name begins with.
    let name = Int(identifier).flatMap { $0 > 0 ? String($0) : nil } ?? identifier
    try writer.write(name: name, fractions: answers)
  }

  var clippedCount: Int { writer.clippedCount }

  func commit() throws { try writer.commit() }
}
