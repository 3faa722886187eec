// The mean training label in a checkpoint.
internal import NeuralNetwork
internal import Training

extension SafeTensors {
  private static let trainingMeansKey = "trainingMeans"

  /// The mean answers that a task stored; nil where an older version did not.
  ///
  /// - Throws: `MetadataError` where they are no finite numbers.
  func trainingMeans() throws -> [Float]? {
    let means: [Float]? = try metadataValue(Self.trainingMeansKey)
    if let means, !means.allSatisfy({ $0.isFinite }) {
      throw MetadataError(key: Self.trainingMeansKey, isMissing: false)
    }
    return means
  }

  /// Stores mean answers where there are any.
  mutating func setTrainingMeans(_ means: [Float]?) throws {
    if let means { try setMetadata(means, for: Self.trainingMeansKey) }
  }
}

/// The mean of every column of some rows, at least one.
func means(of rows: [[Float]]) -> [Float] {
  rows[0].indices.map { column in Float(rows.reduce(0.0) { $0 + Double($1[column]) } / Double(rows.count)) }
}
