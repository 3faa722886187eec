// What a network's layers make of images.
internal import DataFiles
public import ImageDatasets
internal import ImageModels
public import NeuralNetwork
public import Tensors
public import Training

/// The output of one layer for a list of images.
public struct ImageFeatures: Sendable {
  /// The layer.
  public let layer: String
  /// The images.
  public let identifiers: [String]
  /// A row for each image.
  ///
  /// - Shape: [N, ...], as the layer's output is.
  public let values: Tensor
  /// Images that could not be read, and why; they have no row.
  public let failures: [ImageFailure]
  /// Where the images are.
  public let source: ImageSource

  /// The contents of a file: the tensor `features`, and in the metadata the `layer` and, as a JSON list, the
  /// `identifiers` of its rows.
  ///
  /// - Throws: an error where an identifier cannot be written as JSON.
  public func contents() throws -> SafeTensors {
    var contents = SafeTensors(tensors: ["features": values], metadata: ["layer": layer])
    try contents.setMetadata(identifiers, for: "identifiers")
    return contents
  }
}

extension TrainedNetwork {
  private static let blockSize = 256

  /// The last layer ahead of the head, whose output are the features that the head judges by.
  public var featureLayer: String {
    let names = network.layers.names
    let head = names.firstIndex(of: network.headName) ?? names.count
    return names[max(0, head - 1)]
  }

  /// What a layer makes of every image of a folder or cache; images may be in sub-folders.
  ///
  /// - Parameters:
  ///   - path: the folder or cache.
  ///   - layer: the layer's name, dotted for layers inside others; ``featureLayer`` if nil.
  ///   - progress: told how far the work has come.
  /// - Throws: ``UnknownLayerError``; `FileError` where no image can be read.
  public func features(
    of path: String, layer: String? = nil, progress: (WorkProgress) -> Void = { _ in }
  ) throws -> ImageFeatures {
    let layer = layer ?? featureLayer
    guard network.layers.contains(layer) else { throw UnknownLayerError(name: layer, known: network.layers.names) }
    let source = try ImageSource(path: path, allowingClassFolders: true)
    var (identifiers, failures): ([String], [ImageFailure]) = ([], [])
    var (values, row): ([Float], [Int]) = ([], [])
    progress(WorkProgress("embedding", 0, source.count))
    for start in stride(from: 0, to: source.count, by: Self.blockSize) {
      let block = Array(start..<min(start + Self.blockSize, source.count))
      let loaded = try source.load(block, preprocessing: recipe.preprocessing)
      failures += loaded.failures
      identifiers += loaded.batches.identifiers
      for first in stride(from: 0, to: loaded.kept.count, by: inferenceBatchSize) {
        let batch = Array(first..<min(first + inferenceBatchSize, loaded.kept.count))
        var context = Context.inference
        let input = Variable(loaded.batches.input(batch))
        let output = network.layers.outputs(of: input, at: [layer], in: &context)[0].value
        row = Array(output.shape.dimensions.dropFirst())
        values += output.scalars
      }
      progress(WorkProgress("embedding", start + block.count, source.count))
    }
    if identifiers.isEmpty, let failure = failures.first { throw failure.error }
    return ImageFeatures(
      layer: layer, identifiers: identifiers, values: Tensor(Shape([identifiers.count] + row), scalars: values),
      failures: failures, source: source)
  }
}

/// A layer that a network does not have.
public struct UnknownLayerError: Error, CustomStringConvertible {
  /// The name that was asked for.
  public let name: String
  /// The layers that there are.
  public let known: [String]

  /// One line for the user.
  public var description: String {
    "the network has no layer \(name.excerpt), expected one of \(known.joined(separator: ", "))"
  }
}
