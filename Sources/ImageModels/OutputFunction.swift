// From a network's logits to its outputs.
internal import NeuralNetwork
public import Tensors

/// The function that turns a network's logits into its outputs.
public enum OutputFunction: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each output by itself in 0 ... 1: vote fractions, or classes that do not exclude each other.
  case sigmoid
  /// Probabilities of classes that exclude each other: each in 0 ... 1, with the sum 1.
  case softmax
  /// The logits themselves: numbers of any size, as in regression.
  case identity

  /// - Shape: logits [N, outputs] → the same.
  public func callAsFunction(_ logits: Variable) -> Variable {
    switch self {
    case .sigmoid: Tensors.sigmoid(logits)
    case .softmax: Tensors.softmax(logits)
    case .identity: logits
    }
  }

  func describe(_ logits: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    switch self {
    case .sigmoid: graph.add(Activation.sigmoid, as: "output", to: logits)
    case .softmax: graph.add(.softmax, as: "output", to: [logits], output: logits.shape)
    case .identity: logits
    }
  }
}
