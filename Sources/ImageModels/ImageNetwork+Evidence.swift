// Where in an image a network finds what speaks for an answer.
internal import NeuralNetwork
internal import Preconditions
public import Tensors

extension ImageNetwork {
  /// How much each place of an image speaks for one of the outputs, from 0 to 1 at the place that speaks most; all zeros where
  /// nothing does (Grad-CAM, Selvaraju et al. 2017).
  ///
  /// - Parameters:
  ///   - images: the network's input.
  ///   - outputs: the output that is asked about, one for each image.
  ///   - layer: the layer whose features are weighed, one of those of ``layers``; the last with at least 7×7 places if nil.
  /// - Shape: images [N, H, W, C] → [N, H′, W′], the places of the layer.
  public func evidence(in images: Tensor, for outputs: [Int], at layer: String? = nil) -> Tensor {
    require(
      images.shape.rank == 4 && images.shape[0] == outputs.count,
      "ImageNetwork.evidence: \(outputs.count) outputs for images \(images.shape)")
    var context = Context.inference
    let layer = layer ?? lastLayerWithPlaces(for: images.sliced(.first(1)))
    let tape = Tape()
    let features = tape.track(layers.prefix(through: layer)(Variable(images), in: &context).value)
    let logits = layers.suffix(after: layer)(features, in: &context)
    let columns = logits.shape[-1]
    require(
      outputs.allSatisfy((0..<columns).contains), "ImageNetwork.evidence: expected outputs below \(columns)")
    let asked = Tensor(logits.shape) { asked in
      asked.initialize(repeating: 0)
      for (row, output) in outputs.enumerated() { asked[row * columns + output] = 1 }
    }
    guard let gradient = tape.gradients(of: logits, dOutput: asked)[features] else {
      return .zeros(Shape(Array(features.shape.dimensions.dropLast())))
    }
    let weighed = (features.value * gradient.mean(over: [1, 2], keepingAxes: true)).sum(over: [3])
    let evidence = weighed.map { max($0, 0) }
    let most = evidence.maximum(over: 1, keepingAxis: true).maximum(over: 2, keepingAxis: true)
    return evidence / most.map { $0 > 0 ? $0 : 1 }
  }

  /// The last layer with at least 7×7 places, so that they say where things are; of coarser ones alone, the last.
  private func lastLayerWithPlaces(for image: Tensor) -> String {
    let fewest = 7
    var context = Context.inference
    var (x, last) = (Variable(image), layers.names[0])
    for name in layers.names {
      x = layers[name](x, in: &context)
      let places = x.shape.rank == 4 ? min(x.shape[1], x.shape[2]) : 1
      if places < 2 { break }
      if places < fewest, last != layers.names[0] { continue }
      last = name
    }
    return last
  }
}
