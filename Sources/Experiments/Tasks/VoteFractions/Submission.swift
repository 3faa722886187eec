// Vote fractions as a submission to the challenge.
internal import DataFiles
internal import GalaxyZoo
public import ImageDatasets

extension VoteFractions {
  /// Rows ascend by GalaxyID, or follow the template, whose galaxies must be those of the images. Without a template images
  /// may have any names; where one is no GalaxyID, rows are in the order of the names.
  public func predictionOrder(of source: ImageSource, template: String?) throws -> [Int] {
    let ids = source.identifiers.map { Int(positive: $0) }
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

  /// A submission, where all images are named by GalaxyIDs; else a table whose first column is `id`.
  public func predictionFormat(for identifiers: [String]) -> any PredictionFormat {
    FractionFormat(isSubmission: identifiers.allSatisfy { Int(positive: $0) != nil })
  }
}

/// Rows of `GalaxyID,Class1.1,…,Class11.6`, fractions with six decimals, as in a solutions file.
struct FractionFormat: PredictionFormat {
  let isSubmission: Bool
  let range: ClosedRange<Float>? = 0...1

  var leadingColumns: [String] { [isSubmission ? "GalaxyID" : "id"] }
  var answerColumns: [String] { DecisionTree.columnNames }

  func subject(identifier: String, file: String) -> String { "galaxy \(name(identifier))" }

  func leadingFields(identifier: String, file: String, answers: ArraySlice<Float>) -> [String] { [name(identifier)] }

  /// Leading zeros are no part of a number.
  private func name(_ identifier: String) -> String {
    isSubmission ? Int(positive: identifier).map(String.init) ?? identifier : identifier
  }

  func append(_ number: Float, to line: inout [UInt8]) { appendFraction(number, to: &line) }
}
