// A network with two inputs and two outputs: from an image and numbers to a class and a number.
import NeuralNetwork
import Tensors

/// An image and three numbers, such as magnitudes, are judged together by two heads.
struct TwoInputs: Module {
  var image = Sequential([
    ("conv", Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: .same)),
    ("relu", Activation.relu), ("pool", GlobalAveragePool2D()),
  ])
  var numbers = Dense(inputs: 3, outputs: 8)
  var classHead = Dense(inputs: 16, outputs: 2)
  var numberHead = Dense(inputs: 16, outputs: 1)

  /// - Shape: image [N, H, W, 1], numbers [N, 3] → logits [N, 2], number [N, 1].
  func callAsFunction(
    image: Variable, numbers: Variable, in context: inout Context
  ) -> (logits: Variable, number: Variable) {
    let features = concatenate([self.image(image, in: &context), relu(self.numbers(numbers, in: &context))])
    return (classHead(features, in: &context), numberHead(features, in: &context))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("image", &image)
    visitor("numbers", &numbers)
    visitor("classHead", &classHead)
    visitor("numberHead", &numberHead)
  }
}

// The class is whether the image's brightness exceeds the first number, the number is their sum.
var random = RandomSource(seed: 1)
let count = 64
let brightness = Tensor.uniform([count, 1], using: &random)
let images =
  brightness.reshaped(to: [count, 1, 1, 1]) * Tensor.uniform([count, 12, 12, 1], in: 0.5...1.5, using: &random)
let numbers = Tensor.uniform([count, 3], using: &random)
let classes = (0..<count).map { brightness[$0, 0] > numbers[$0, 0] ? 1 : 0 }
let sums = Tensor([count, 1], scalars: (0..<count).map { brightness[$0, 0] + numbers[$0, 0] })

var network = TwoInputs()
network.initializeParameters(seed: 2)
var optimizer = Adam(learningRate: 1e-2)

/// The losses of both outputs, in the order of the outputs.
func losses(of network: TwoInputs, in context: inout Context) -> [Variable] {
  let output = network(image: Variable(images), numbers: Variable(numbers), in: &context)
  return [
    softmaxCrossEntropy(logits: output.logits, classes: classes), meanSquaredError(output.number, Variable(sums)),
  ]
}

var history: [[Float]] = []
for step in 0..<200 {
  let context = Context.training(random: random.split(UInt64(step)))
  var parts: [Float] = []
  let gradients = try network.valueWithGradients(in: context) { network, context in
    let losses = losses(of: network, in: &context)
    parts = losses.map(\.value.scalar)
    return losses[0] + losses[1]
  }.gradients
  optimizer.update(&network, along: gradients)
  history.append(parts)
}
for (index, name) in ["class", "number"].enumerated() {
  let (before, after) = (history[0][index], history[199][index])
  print("loss of the \(name): \(before) before and \(after) after 199 steps")
  precondition(after < before / 2, "the loss of the \(name) did not fall")
}
