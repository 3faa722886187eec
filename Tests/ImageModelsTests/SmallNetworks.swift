// Networks by name, and at sizes that tests can afford.
import ImageModels
import Testing

extension NetworkDefinition {
  /// The smallest images that leave batch norm something to work with, where they can be chosen.
  var smallOptions: NetworkOptions {
    NetworkOptions(imageSize: smallestSide.map { ImageSize(side: name == "vgg16" ? $0 : max(96, $0)) })
  }

  /// The package's network of this name.
  static func named(_ name: String) throws -> NetworkDefinition {
    try #require(standard.first { $0.name == name }, "there is no network \(name)")
  }
}
