// A residual network of one's own, for small images in colour.
import ImageModels
import NeuralNetwork
import Tensors

/// Two convolutions with a way past them (He et al. 2016), which is a convolution of one pixel where the shape changes.
struct ResidualBlock: Layer {
  var first: ConvolutionBlock
  var second: ConvolutionBlock
  var shortcut: ConvolutionBlock?

  init(_ inputs: Int, _ outputs: Int, stride: HeightWidth) {
    func block(
      _ inputs: Int, kernelSize: HeightWidth, stride: HeightWidth, _ activation: Activation
    ) -> ConvolutionBlock {
      ConvolutionBlock(
        Conv2D(
          inputChannels: inputs, outputChannels: outputs, kernelSize: kernelSize, stride: stride, padding: .same,
          usesBias: false),
        activation: activation, momentum: 0.9)
    }
    first = block(inputs, kernelSize: 3, stride: stride, .relu)
    second = block(outputs, kernelSize: 3, stride: 1, .none)
    if inputs != outputs || stride != 1 { shortcut = block(inputs, kernelSize: 1, stride: stride, .none) }
  }

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let past = shortcut?(input, in: &context) ?? input
    return relu(second(first(input, in: &context), addedTo: past, in: &context))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("first", &first)
    visitor("second", &second)
    visitor("shortcut", &shortcut)
  }

  func describe(_ input: LayerGraph.Value, in graph: inout LayerGraph) -> LayerGraph.Value {
    let past = shortcut.map { graph.add($0, as: "shortcut", to: input) } ?? input
    let output = graph.add(second, as: "second", to: graph.add(first, as: "first", to: input))
    let sum = graph.add(.addition, as: "addition", to: [past, output], output: output.shape)
    return graph.add(Activation.relu, as: "relu", to: sum)
  }
}

/// A convolution, three residual blocks and a dense layer.
///
/// - Shape: [N, H, W, 3] → [N, outputs].
struct TinyResNet: ImageNetwork {
  var layers = Sequential()
  var output: OutputFunction

  init(outputs: Int, output: OutputFunction) {
    self.output = output
    let stem = Conv2D(inputChannels: 3, outputChannels: 16, kernelSize: 3, padding: .same, usesBias: false)
    layers.append(ConvolutionBlock(stem, momentum: 0.9), as: "stem")
    layers.append(ResidualBlock(16, 16, stride: 1), toList: "blocks")
    layers.append(ResidualBlock(16, 32, stride: 2), toList: "blocks")
    layers.append(ResidualBlock(32, 64, stride: 2), toList: "blocks")
    layers.append(GlobalAveragePool2D(), as: "pool")
    layers.append(Dense(inputs: 64, outputs: outputs), as: "classifier")
  }
}

extension NetworkDefinition {
  /// The network by name, for images of 48×48 pixels or another size.
  static let tinyResNet = NetworkDefinition(
    "tiny-resnet", summary: "three residual blocks on small images", input: [48, 48, 3], smallestSide: 16
  ) { TinyResNet(outputs: $0.outputs, output: $0.output) }
}
