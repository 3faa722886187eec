// Samples of a run's held-out images, for its report.
internal import ImageDatasets
internal import Tensors
internal import Training

extension RunData {
  /// The positions of some held-out images, evenly spread over their identifiers.
  func samplePositions(_ count: Int) -> [Int] {
    Array(stride(from: 0, to: validation.count, by: max(1, validation.count / count)).prefix(count))
  }

  /// The images of ``samplePositions(_:)`` with a network's answers.
  func samples(_ count: Int, of trained: TrainedNetwork) throws -> [ReportMaterial.Sample] {
    let chosen = samplePositions(count)
    let batch = try validationSource.batch(chosen, epoch: nil)
    return try zip(chosen, trained.rows(batch.input)).map { position, answers in
      ReportMaterial.Sample(
        identifier: validation.identifiers[position],
        picture: try validation.source.encodedPicture(at: validation.indices[position]),
        label: validation.labels[position], answers: answers)
    }
  }
}
