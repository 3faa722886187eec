// The convolutions of the networks that speeds are compared on, every shape once for each network.
import Tensors

struct ConvolutionLayer {
  let name: String
  let batch, size, inputs, kernel, outputs: Int
  var stride = 1
  var padding = Padding.valid
}

enum NetworkLayers {
  static let all = hildebrandt + mobileNetV1 + galaxyMobileNetV2 + mobileNetV2 + vgg16 + others

  private static let hildebrandt = [
    ConvolutionLayer(name: "hildebrandt 1", batch: 64, size: 150, inputs: 1, kernel: 7, outputs: 32),
    ConvolutionLayer(name: "hildebrandt 2", batch: 64, size: 72, inputs: 32, kernel: 7, outputs: 32),
    ConvolutionLayer(name: "hildebrandt 3", batch: 64, size: 33, inputs: 32, kernel: 5, outputs: 64),
    ConvolutionLayer(name: "hildebrandt 4", batch: 64, size: 14, inputs: 64, kernel: 5, outputs: 64),
    ConvolutionLayer(name: "hildebrandt 5", batch: 64, size: 5, inputs: 64, kernel: 3, outputs: 128),
    ConvolutionLayer(name: "hildebrandt 6", batch: 64, size: 3, inputs: 128, kernel: 3, outputs: 256),
  ]

  private static let vgg16 = [
    ("1.1", 106, 3, 64), ("1.2", 106, 64, 64), ("2.1", 53, 64, 128), ("2.2", 53, 128, 128), ("3.1", 26, 128, 256),
    ("3.2", 26, 256, 256), ("4.1", 13, 256, 512), ("4.2", 13, 512, 512), ("5.1", 6, 512, 512),
  ].map { name, size, inputs, outputs in
    ConvolutionLayer(
      name: "lawlor-vgg16 \(name)", batch: 16, size: size, inputs: inputs, kernel: 3, outputs: outputs, padding: .same)
  }

  private static let mobileNetV1 =
    [first("galaxy-mobilenet-v1")]
    + [
      (112, 32, 64), (56, 64, 128), (56, 128, 128), (28, 128, 256), (28, 256, 256), (14, 256, 512), (14, 512, 512),
      (7, 512, 1024), (7, 1024, 1024),
    ].map { pointwise("galaxy-mobilenet-v1", $0, $1, $2) }

  private static let mobileNetV2 = bottlenecks("mobilenet-v2")
  private static let galaxyMobileNetV2 = bottlenecks("galaxy-mobilenet-v2", secondExpansion: true)

  private static let others = [
    ConvolutionLayer(
      name: "resnet 3×3 / 2", batch: 16, size: 56, inputs: 64, kernel: 3, outputs: 64, stride: 2, padding: .same)
  ]

  private static func first(_ network: String) -> ConvolutionLayer {
    ConvolutionLayer(
      name: "\(network) first", batch: 16, size: 224, inputs: 3, kernel: 3, outputs: 32, stride: 2, padding: .same)
  }

  private static func pointwise(_ network: String, _ size: Int, _ inputs: Int, _ outputs: Int) -> ConvolutionLayer {
    ConvolutionLayer(
      name: "\(network) \(size) \(inputs)→\(outputs)", batch: 16, size: size, inputs: inputs, kernel: 1,
      outputs: outputs)
  }

  /// MobileNet v2, or the variant for galaxies: there the first bottleneck expands too, and a further 1×1 convolution
  /// stands between the depthwise and the linear one.
  private static func bottlenecks(_ network: String, secondExpansion: Bool = false) -> [ConvolutionLayer] {
    var layers = [first(network)]
    func add(_ size: Int, _ inputs: Int, _ outputs: Int) {
      let layer = pointwise(network, size, inputs, outputs)
      if !layers.contains(where: { $0.name == layer.name }) { layers.append(layer) }
    }
    var size = 112
    var inputs = 32
    let rows = [
      (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ]
    for (factor, outputs, count, stride) in rows {
      for block in 0..<count {
        let wide = factor * inputs
        if factor > 1 || secondExpansion { add(size, inputs, wide) }
        if block == 0 { size /= stride }
        if secondExpansion { add(size, wide, wide) }
        add(size, wide, outputs)
        inputs = outputs
      }
    }
    add(size, inputs, 1280)
    return layers
  }
}
