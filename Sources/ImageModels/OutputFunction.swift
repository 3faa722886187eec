// From a network's logits to its outputs.
internal import Foundation
internal import NeuralNetwork
public import Tensors

/// The function that turns a network's logits into its outputs.
public enum OutputFunction: Sendable, Hashable {
  /// Each output by itself in 0 ... 1: vote fractions, or classes that do not exclude each other.
  case sigmoid
  /// Probabilities of classes that exclude each other: each in 0 ... 1, with the sum 1.
  case softmax
  /// The logits themselves: numbers of any size, as in regression.
  case identity
  /// Weighted fractions of votes that obey a hierarchy of questions: a softmax over the answers of each, times the fraction
  /// that leads to it.
  case fractions(AnswerHierarchy)
  /// Concentrations of a Dirichlet distribution for every question of a hierarchy, each in 1 ... 101, as Zoobot's networks
  /// put them out (Walmsley et al. 2022).
  case concentrations(AnswerHierarchy)

  /// - Shape: logits [N, outputs] → the same.
  public func callAsFunction(_ logits: Variable) -> Variable {
    switch self {
    case .sigmoid: Tensors.sigmoid(logits)
    case .softmax: Tensors.softmax(logits)
    case .identity: logits
    case .fractions(let hierarchy): hierarchy.fractions(ofLogits: logits)
    case .concentrations: 1 + 100 * Tensors.sigmoid(logits)
    }
  }

  /// The logits whose outputs are the given means, which are fractions or probabilities; nil where these alone do not say.
  ///
  /// Means of 0 and 1 are taken for a thousandth less extreme ones.
  public func logits(ofMeans means: [Float]) -> [Float]? {
    let means = means.map { min(max($0, 1e-3), 1 - 1e-3) }
    switch self {
    case .sigmoid: return means.map { Foundation.log($0 / (1 - $0)) }
    // The softmax over the answers of a question divides by what leads to it.
    case .softmax, .fractions: return means.map { Foundation.log($0) }
    case .identity, .concentrations: return nil
    }
  }

  /// The number of outputs that it is for; nil where it is for any.
  public var outputs: Int? {
    switch self {
    case .sigmoid, .softmax, .identity: nil
    case .fractions(let hierarchy), .concentrations(let hierarchy): hierarchy.outputs
    }
  }

  func describe(_ logits: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    func add(_ operation: LayerGraph.Operation) -> LayerGraph.Value {
      graph.add(operation, as: "output", to: [logits], output: logits.shape)
    }
    return switch self {
    case .sigmoid: graph.add(Activation.sigmoid, as: "output", to: logits)
    case .softmax: add(.softmax)
    case .identity: logits
    case .fractions: add(.opaque("AnswerFractions"))
    case .concentrations: add(.activation("Concentrations"))
    }
  }
}

extension OutputFunction: Codable {
  private enum Name: String, CodingKey, CaseIterable { case sigmoid, softmax, identity, fractions, concentrations }

  /// Reads a name, or an object of a name and the hierarchy that belongs to it.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: Name.self), let name = container.allKeys.first {
      switch name {
      case .fractions: self = .fractions(try container.decode(AnswerHierarchy.self, forKey: name))
      case .concentrations: self = .concentrations(try container.decode(AnswerHierarchy.self, forKey: name))
      case .sigmoid, .softmax, .identity:
        throw DecodingError.dataCorruptedError(
          forKey: name, in: container, debugDescription: "expected the name alone")
      }
      return
    }
    let container = try decoder.singleValueContainer()
    switch Name(rawValue: try container.decode(String.self)) {
    case .sigmoid: self = .sigmoid
    case .softmax: self = .softmax
    case .identity: self = .identity
    case .fractions, .concentrations, nil:
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "expected sigmoid, softmax, identity, or fractions or concentrations with their questions")
    }
  }

  /// Writes the name, with the hierarchy where there is one.
  public func encode(to encoder: any Encoder) throws {
    func encode(_ name: Name, _ hierarchy: AnswerHierarchy) throws {
      var container = encoder.container(keyedBy: Name.self)
      try container.encode(hierarchy, forKey: name)
    }
    func encode(_ name: Name) throws {
      var container = encoder.singleValueContainer()
      try container.encode(name.rawValue)
    }
    switch self {
    case .sigmoid: try encode(.sigmoid)
    case .softmax: try encode(.softmax)
    case .identity: try encode(.identity)
    case .fractions(let hierarchy): try encode(.fractions, hierarchy)
    case .concentrations(let hierarchy): try encode(.concentrations, hierarchy)
    }
  }
}
