// Whether training can follow a recipe.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
public import Tensors

extension Recipe {
  /// Makes sure that training can follow it: settings are in their ranges, the loss suits the task, and the network takes
  /// the images that the preprocessing makes.
  ///
  /// - Throws: `SettingError`, ``LossError``, `UnknownNetworkError`, `NetworkOptionError` or ``InputError``.
  public func check(networks: NetworkRegistry = .standard) throws {
    // First, because a size that the network does not take has changed the preprocessing, too.
    let input = try networks.definition(named: network).input(options)
    for setting in Self.settings { try setting.check(self) }
    try LearningTasks.task(of: options.output).check(loss)
    if loss == .binaryCrossEntropy, options.output != .sigmoid {
      throw LossError(loss: loss, labels: "fractions that obey a decision tree", suitable: [.meanSquaredError])
    }
    let image: Shape = [preprocessing.height, preprocessing.width, preprocessing.channels]
    guard image == input else { throw InputError(network: network, image: image, input: input) }
  }
}

/// A preprocessing that makes other images than the network takes.
public struct InputError: Error, CustomStringConvertible {
  /// The network's name.
  public let network: String
  /// What the preprocessing makes.
  public let image: Shape
  /// What the network takes.
  public let input: Shape

  /// One line for the user.
  public var description: String { "the preprocessing makes images of \(image), \(network) takes \(input)" }
}
