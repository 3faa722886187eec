// A network's backbone and its head, apart.
internal import Preconditions
public import NeuralNetwork
public import Tensors

extension ImageNetwork {
  /// The layers ahead of the head.
  public var backbone: Sequential { layers.prefix(upTo: headName) }

  /// The input of the head in inference, or the output of the named layer, whose name may be dotted.
  ///
  /// - Shape: [N, H, W, C] → [N, ...].
  public func features(of images: Tensor, at layer: String? = nil) -> Tensor {
    (layer.map { layers.prefix(through: $0) } ?? backbone).prediction(for: images)
  }

  /// Dotted name of the layer that makes the logits: the head, or the last layer of a head that is a row.
  public var outputLayerName: String {
    var name = headName
    var layer = layers[headName]
    while let row = layer as? any SequentialLayer, let last = row.layers.names.last {
      name += ".\(last)"
      layer = row.layers[last]
    }
    return name
  }

  /// Puts another dense layer in the place of the one that makes the logits.
  ///
  /// Its parameters have no numbers: `initializeParameters(seed:onlyMissing:)` gives them to it alone.
  public mutating func replaceHead(outputs: Int) {
    let name = outputLayerName
    guard let dense = layers[name] as? Dense else {
      fatalError("\(Self.self).replaceHead: expected a Dense layer \(name), found \(type(of: layers[name]))")
    }
    layers[name] = Dense(inputs: dense.weight.shape[0], outputs: outputs, usesBias: dense.bias != nil)
  }

  /// Has the network's first outputs scatter about the given means; where its output function knows no logits for them, or the
  /// layer that makes the logits has no bias, nothing changes.
  public mutating func setOutputBias(toMeans means: [Float]) {
    let name = outputLayerName
    guard let logits = output.logits(ofMeans: means), var dense = layers[name] as? Dense, dense.bias != nil else {
      return
    }
    dense.bias?.value = Tensor([logits.count], scalars: logits)
    layers[name] = dense
  }

  /// Takes over the parameters of a network that may differ in its number of outputs.
  ///
  /// - Returns: names of the parameters that kept their values: none, or those of the layer that makes the logits.
  /// - Throws: `CheckpointMismatchError` that names everything else that does not fit; then the network is unchanged.
  public mutating func loadWithAnyOutputs(_ tensors: [String: Tensor]) throws -> [String] {
    try load(tensors, exceptOtherShapesOf: outputLayerName)
  }
}
