// A moving average of the weights of an image network, whatever its type.
internal import ImageModels
internal import NeuralNetwork
internal import Tensors

/// A moving average of an image network's weights.
protocol NetworkAverage: Sendable {
  /// The network with the averages for weights.
  var network: any ImageNetwork { get }
  /// Everything that is needed to go on.
  var state: [String: Tensor] { get }
  /// Moves the averages towards the weights of a network, which must be of the same type.
  mutating func move(towards network: any ImageNetwork)
  /// Takes up a state.
  mutating func restore(_ state: [String: Tensor]) throws
}

extension WeightAverage: NetworkAverage where Averaged: ImageNetwork {
  var network: any ImageNetwork { module }

  mutating func move(towards network: any ImageNetwork) {
    guard let network = network as? Averaged else {
      fatalError("NetworkAverage.move: expected a network of type \(Averaged.self), found \(type(of: network))")
    }
    update(with: network)
  }
}

extension ImageNetwork {
  /// An average that begins with the network as it is.
  func makeAverage(decay: Double) -> any NetworkAverage { WeightAverage(of: self, decay: Float(decay)) }
}
