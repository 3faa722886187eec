// Vote fractions as a submission to the challenge.
internal import DataFiles
internal import GalaxyZoo
public import ImageDatasets

extension VoteFractions {
  /// Rows ascend by GalaxyID, or follow the template, whose galaxies must be those of the images.
  public func predictionOrder(of source: ImageSource, template: String?) throws -> [Int] {
    var images: [Int: Int] = [:]
    var ids: [Int] = []
    for (index, identifier) in source.identifiers.enumerated() {
      guard let id = Int(identifier), id > 0 else {
        throw FileError(
          path: source.location(of: index), problem: "its name is not a GalaxyID, a positive whole number")
      }
      if let other = images.updateValue(index, forKey: id) {
        throw FileError(
          path: source.location(of: index), problem: "is galaxy \(id), as is \(source.location(of: other))")
      }
      ids.append(id)
    }
    let model = try template.map { try SubmissionTemplate(path: $0) }
    try model?.check(ids)
    return (model?.ids ?? ids.sorted()).compactMap { images[$0] }
  }
}

/// A submission's rows.
struct SubmissionRows: PredictionWriter {
  private var writer: SubmissionWriter

  init(path: String) throws { writer = try SubmissionWriter(path: path) }

  mutating func write(identifier: String, file: String, answers: ArraySlice<Float>) throws {
    if let id = Int(identifier) { try writer.write(id: id, fractions: answers) }
  }

  var clippedCount: Int { writer.clippedCount }

  func commit() throws { try writer.commit() }
}
