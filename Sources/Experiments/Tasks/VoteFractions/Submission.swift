// Vote fractions as a submission to the challenge.
internal import DataFiles
internal import GalaxyZoo
public import ImageDatasets

extension VoteFractions {
  /// Rows ascend by GalaxyID, or follow the template, whose galaxies must be those of the images. Images of which some
  /// are not named by GalaxyIDs are in the order of the source.
  public func predictionOrder(of source: ImageSource, template: String?) throws -> [Int] {
    var images: [Int: Int] = [:]
    var ids: [Int] = []
    for (index, identifier) in source.identifiers.enumerated() {
      guard let id = galaxyID(identifier) else {
        guard template != nil else { return Array(source.identifiers.indices) }
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

  /// A submission, where all images are named by GalaxyIDs; else a table whose first column is `id`.
  public func predictionFormat(for identifiers: [String]) -> any PredictionFormat {
    FractionFormat(isSubmission: identifiers.allSatisfy { galaxyID($0) != nil })
  }
}

/// The galaxy's number that a name is; nil where it is none.
private func galaxyID(_ name: String) -> Int? { Int(name).flatMap { $0 > 0 ? $0 : nil } }

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
    isSubmission ? galaxyID(identifier).map(String.init) ?? identifier : identifier
  }

  func append(_ number: Float, to line: inout [UInt8]) { appendFraction(number, to: &line) }
}
