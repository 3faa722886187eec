// Where a network looked, for the report.
internal import ImageDatasets
internal import ImageModels
internal import Images
internal import NeuralNetwork
internal import Reports
internal import Tensors

/// Images as a network sees them, each with the places that speak for the answer which sets it apart from the others.
struct EvidencePictures {
  private let trained: TrainedNetwork
  private let identifiers: [String]
  private let input: Tensor

  /// - Shape: input [N, H, W, C], one or more images with as many identifiers.
  init(of input: Tensor, identifiers: [String], by trained: TrainedNetwork) {
    self.input = input
    self.identifiers = identifiers
    self.trained = trained
  }

  var section: HTML {
    let outputs = trained.network.prediction(for: input)
    // What all images have in common, such as that most galaxies are not odd, tells nothing of one of them.
    let apart = input.shape[0] > 1 ? outputs - outputs.mean(over: [0], keepingAxes: true) : outputs
    let chosen = apart.argmax()
    let evidence = trained.network.evidence(in: input, for: chosen)
    return .section("Where the network looked") {
      HTML.element("p") {
        "Validation images as the network sees them and, beside each, the places that speak for one answer: the one that the "
        "network gives more strongly than for the other images here (Grad-CAM; the brighter the orange, the more)."
      }
      Gallery(
        identifiers.indices.map { row in
          let answer = trained.outputs.titles[chosen[row]]
          return Gallery.Item(
            pictures: [
              (PNG.encode(seen(row, under: nil)), "Image \(identifiers[row]) as the network sees it"),
              (PNG.encode(seen(row, under: evidence)), "The same, with the evidence for \(answer)"),
            ], title: identifiers[row], note: answer)
        }
      ).html
    }
  }

  /// An image in colour, from the numbers that the network gets; the evidence lies over it where it is given.
  ///
  /// - Shape: evidence [N, H′, W′].
  private func seen(_ row: Int, under evidence: Tensor?) -> Image {
    let (height, width, channels) = (input.shape[1], input.shape[2], input.shape[3])
    let scale = trained.recipe.preprocessing.scale
    let offset = scale.offset(channels: channels)
    let numbers = input.sliced(.range(row..<row + 1)).scalars
    let heat = evidence.map { evidence in
      let map = evidence.sliced(.range(row..<row + 1))
      return resize2D(
        Variable(map.reshaped(to: Shape(map.shape.dimensions + [1]))), height: height, width: width
      ).value.scalars
    }
    let pixels = (0..<height * width).flatMap { pixel in
      let levels = (0..<3).map { color in
        let channel = min(color, channels - 1)
        return (numbers[pixel * channels + channel] - offset[channel]) / scale.factor
      }
      guard let heat else { return levels }
      // Under the evidence an image is darker, so that both can be told apart.
      return zip(levels, Self.orange).map { 0.5 * $0 + heat[pixel] * $1 }
    }
    return Image(
      width: width, height: height, channels: 3, pixels: pixels.map { UInt8(min(max($0, 0), 255).rounded()) })
  }

  private static let orange: [Float] = [215, 120, 20]
}
