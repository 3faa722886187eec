// A network of one's own: built, trained, saved, loaded; and one of the package's networks by name.
import Experiments
import Foundation
import ImageModels
import NeuralNetwork
import Tensors

/// A convolution and a dense layer that find two numbers in a 16×16 grey image.
struct SmallNetwork: SequentialLayer {
  var layers = Sequential([
    ("convolution", Conv2D(inputChannels: 1, outputChannels: 8, kernelSize: 3, padding: .same)),
    ("relu", Activation.relu), ("norm", BatchNorm(channels: 8)), ("pool", MaxPool2D(size: 2, stride: 2)),
    ("flatten", Flatten()), ("head", Dense(inputs: 8 * 8 * 8, outputs: 2)),
  ])
}

// Thirty-two random images, each with two random numbers to be remembered.
var random = RandomSource(seed: 1)
let images = Tensor.uniform([32, 16, 16, 1], using: &random)
let targets = Tensor.uniform([32, 2], using: &random)

var network = SmallNetwork()
network.initializeParameters(seed: 2)
for line in network.graph(input: [1, 16, 16, 1]).summary {
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

let path = NSTemporaryDirectory() + "/small-network.safetensors"
try SafeTensors(tensors: network.tensors).write(to: path)
var copy = SmallNetwork()
try copy.load(SafeTensors(path: path).tensors)
try FileManager.default.removeItem(atPath: path)
precondition(copy.prediction(for: images) == network.prediction(for: images), "the saved network is another one")

let definition = try NetworkRegistry.standard.definition(named: "hildebrandt")
var hildebrandt = try definition.makeNetwork(NetworkOptions(outputs: 2))
hildebrandt.initializeParameters(seed: 3)
print("hildebrandt:", hildebrandt.prediction(for: .uniform([1, 150, 150, 1], using: &random)))
