// Networks at sizes that tests can afford.
import ImageModels

extension NetworkDefinition {
  /// The smallest images that leave batch norm something to work with, where they can be chosen.
  var smallOptions: NetworkOptions {
    NetworkOptions(resolution: smallestResolution.map { name == "vgg16" ? $0 : max(96, $0) })
  }
}
