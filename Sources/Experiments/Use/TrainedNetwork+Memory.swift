// Predictions of images in memory.
internal import ImageDatasets
public import Images
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

extension TrainedNetwork {
  /// The answers for images, a row each in the order of ``outputs``, in the labels' units.
  ///
  /// Several threads may predict by one network at the same time.
  ///
  /// - Throws: `FileError` that names the image, by its index, which is too small for the preprocessing.
  public func predict(_ images: [Image]) throws -> [[Float]] {
    var rows: [[Float]] = []
    for first in stride(from: 0, to: images.count, by: inferenceBatchSize) {
      let batch = Array(images[first..<min(first + inferenceBatchSize, images.count)])
      rows += self.rows(try recipe.preprocessing.input(of: batch))
    }
    return rows
  }

  /// The answers for encoded images, JPEG or PNG, given as their bytes.
  ///
  /// - Throws: `FileError` that names the image, by its index, which cannot be decoded.
  public func predict(encoded images: [[UInt8]]) throws -> [[Float]] {
    try predict(
      images.enumerated().map { index, bytes in
        try Image.decode(bytes, named: "image \(index)", as: recipe.preprocessing.grayscale ? .grayscale : .rgb)
      })
  }

  /// The answers for a network's input, a row an image.
  ///
  /// - Shape: input [N, H, W, C] → N rows.
  func rows(_ input: Tensor) -> [[Float]] {
    let scalars = task.answers(network.prediction(for: input)).scalars
    let columns = outputs.names.count
    return (0..<input.shape[0]).map { Array(scalars[$0 * columns..<($0 + 1) * columns]) }
  }
}

/// Images that evaluation and prediction give the network at a time.
let inferenceBatchSize = 64
