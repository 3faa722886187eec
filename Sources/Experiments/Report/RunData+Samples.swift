// Samples of a run's held-out images, for its report.
internal import ImageDatasets
internal import Training

extension RunData {
  /// The positions of some held-out images, evenly spread over their identifiers.
  func samplePositions(_ count: Int) -> [Int] {
    Array(stride(from: 0, to: validation.count, by: max(1, validation.count / count)).prefix(count))
  }

  /// The images of ``samplePositions(_:)`` with a network's answers.
  ///
  /// - Parameters:
  ///   - count: how many images.
  ///   - answers: the network's answers for all held-out images.
  func samples(_ count: Int, answers: [[Float]]) throws -> [ReportMaterial.Sample] {
    try samplePositions(count).map { position in
      ReportMaterial.Sample(
        identifier: validation.identifiers[position], picture: try picture(ofHeldOut: position),
        label: validation.labels[position], answers: answers[position])
    }
  }

  /// A held-out image, the bytes of a JPEG or PNG file.
  func picture(ofHeldOut position: Int) throws -> [UInt8] {
    try validation.source.encodedPicture(at: validation.indices[position])
  }
}
