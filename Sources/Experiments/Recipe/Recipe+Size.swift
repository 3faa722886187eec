// The size of the images that preprocessing makes and the network takes.
internal import ImageDatasets
public import ImageModels

extension Recipe {
  /// Has network and preprocessing work on images of another size.
  public mutating func setImageSize(_ size: ImageSize) {
    options.imageSize = size
    (preprocessing.width, preprocessing.height) = (size.width, size.height)
  }

  /// Has preprocessing make images of another size, and the network take them where it takes several sizes.
  ///
  /// - Throws: ``UnknownNetworkError``.
  package mutating func setPreprocessedSize(_ size: ImageSize, networks: NetworkRegistry) throws {
    (preprocessing.width, preprocessing.height) = (size.width, size.height)
    if try networks.definition(named: network).smallestSide != nil { options.imageSize = size }
  }
}

extension NetworkOptions {
  /// These options with the size of images that a network is trained on by its recipe, where they name none.
  ///
  /// - Throws: ``UnknownNetworkError``.
  package func withTrainedSize(of network: String, networks: NetworkRegistry) throws -> NetworkOptions {
    var options = self
    if imageSize == nil { options.imageSize = try Recipe(network: network, networks: networks).options.imageSize }
    return options
  }
}
