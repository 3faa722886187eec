// Layers that do not describe themselves.
internal import Tensors

extension LayerGraph {
  /// Adds a layer as one node that bears the name of its type.
  ///
  /// The shape of its output is found by running the layer in inference on an image of zeros, which takes the time of one
  /// such pass; parameters without numbers are initialised for that, in a copy.
  public mutating func addOpaque(_ layer: some Layer, to input: Value) -> Value {
    var copy = layer
    copy.initializeParameters(seed: 0, onlyMissing: true)
    // The batch is the first extent of the output as of the input.
    let batch = Array(input.shape.dimensions.prefix(1))
    let image = Shape(batch.map { _ in 1 } + input.shape.dimensions.dropFirst())
    let output = copy.prediction(for: Tensor(image, repeating: 0)).shape
    let shape = output.rank == 0 ? output : Shape(batch + output.dimensions.dropFirst(batch.count))
    return add(
      .opaque("\(type(of: layer))"), to: [input], output: shape, parametersOf: layer, multiplyAdds: nil)
  }
}
