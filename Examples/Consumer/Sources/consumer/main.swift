// A network of one's own: built, trained, saved, loaded; and one of the package's networks by name.
import Foundation
import ImageModels
import NeuralNetwork
import Tensors

/// A convolution and a dense layer that find two numbers in a 16×16 grey image.
struct SmallNetwork: Layer {
  var convolution = Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: .same)
  var norm = BatchNorm(channels: 8)
  var head = Dense(inputs: 8 * 8 * 8, outputs: 2)

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    let features = norm(relu(convolution(input, in: &context)), in: &context)
    return head(flatten(maxPool2D(features, size: 2, stride: 2)), in: &context)
  }

  mutating func visitParameters(
    at path: ParameterPath, _ visit: (String, inout Parameter) throws -> Void
  ) rethrows {
    try convolution.visitParameters(at: path / "convolution", visit)
    try norm.visitParameters(at: path / "norm", visit)
    try head.visitParameters(at: path / "head", visit)
  }

  func summarize(_ input: Shape, at path: ParameterPath, into lines: inout [LayerSummary]) -> Shape {
    let sums = convolution.summarize(input, at: path / "convolution", into: &lines)
    let features = norm.summarize(sums, at: path / "norm", into: &lines)
    let pooled: Shape = [features[0], features[1] / 2 * (features[2] / 2) * features[3]]
    lines.append(LayerSummary(path / "pool", "MaxPool 2×2", output: pooled))
    return head.summarize(pooled, at: path / "head", into: &lines)
  }
}

func randomTensor(_ shape: Shape, using random: inout RandomSource) -> Tensor {
  Tensor(shape) { elements in
    for index in elements.indices { elements[index] = random.uniform() }
  }
}

// Thirty-two random images, each with two random numbers to be remembered.
var random = RandomSource(seed: 1)
let images = randomTensor([32, 16, 16, 1], using: &random)
let targets = randomTensor([32, 2], using: &random)

var network = SmallNetwork()
network.initializeParameters(seed: 2)
for line in network.summary(input: [1, 16, 16, 1]) {
  print(line.name, line.kind, line.output, line.parameters)
}

var optimizer = Adam(learningRate: 1e-2)
var losses: [Float] = []
for step in 0..<40 {
  let context = Context.training(random: random.split(UInt64(step)))
  let (loss, gradients) = try network.valueWithGradients(in: context) { network, context in
    meanSquaredError(network(Variable(images), in: &context), Variable(targets))
  }
  optimizer.update(&network, along: gradients)
  losses.append(loss.scalar)
}
print("loss \(losses[0]) before and \(losses[39]) after 39 steps")
precondition(losses[39] < losses[0] / 10, "the loss did not fall")

/// The network's output for images that no gradient is wanted for.
func prediction(of network: some Layer, for images: Tensor) -> Tensor {
  var context = Context.inference
  return network(Variable(images), in: &context).value
}

let path = NSTemporaryDirectory() + "/small-network.safetensors"
try SafeTensors(tensors: network.tensors).write(to: path)
var copy = SmallNetwork()
try copy.load(SafeTensors(path: path).tensors)
try FileManager.default.removeItem(atPath: path)
precondition(
  prediction(of: copy, for: images) == prediction(of: network, for: images), "the saved network is another one")

var hildebrandt = try NetworkRegistry.definition(named: "hildebrandt").makeNetwork(NetworkOptions(outputs: 2))
hildebrandt.initializeParameters(seed: 3)
print("hildebrandt:", prediction(of: hildebrandt, for: randomTensor([1, 150, 150, 1], using: &random)))
