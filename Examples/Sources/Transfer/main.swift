// Transfer from a file of PyTorch weights: a ResNet under torchvision's names gets another head, which alone is trained.
import Foundation
import NeuralNetwork
import Tensors

/// torchvision's BasicBlock (He et al. 2016), its layers named as there.
struct BasicBlock: Layer {
  var layers = Sequential()
  var downsample: Sequential?

  init(_ inputs: Int, _ outputs: Int, stride: HeightWidth) {
    func conv(_ inputs: Int, _ size: HeightWidth, _ stride: HeightWidth) -> Conv2D {
      Conv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: size, stride: stride,
        padding: .all(size.height / 2), usesBias: false)
    }
    layers.append(conv(inputs, 3, stride), as: "conv1")
    layers.append(torchNorm(outputs), as: "bn1")
    layers.append(Activation.relu, as: "relu")
    layers.append(conv(outputs, 3, 1), as: "conv2")
    layers.append(torchNorm(outputs), as: "bn2")
    if inputs != outputs || stride != 1 {
      downsample = Sequential([("0", conv(inputs, 1, stride)), ("1", torchNorm(outputs))])
    }
  }

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    relu(layers(input, in: &context) + (downsample?(input, in: &context) ?? input))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    layers.visitParts(&visitor)
    visitor("downsample", &downsample)
  }
}

/// Batch norm with PyTorch's settings: its momentum of 0.1 is the weight of the present.
func torchNorm(_ channels: Int) -> BatchNorm { BatchNorm(channels: channels, momentum: 0.9, epsilon: 1e-5) }

/// A small ResNet, its layers named as in torchvision.
struct ResNet: SequentialLayer {
  var layers: Sequential

  init(outputs: Int) {
    layers = Sequential([
      ("conv1", Conv2D(inputChannels: 3, outputChannels: 8, kernelSize: 3, padding: .all(1), usesBias: false)),
      ("bn1", torchNorm(8)), ("relu", Activation.relu), ("layer1.0", BasicBlock(8, 8, stride: 1)),
      ("layer2.0", BasicBlock(8, 16, stride: 2)), ("avgpool", GlobalAveragePool2D()),
      ("fc", Dense(inputs: 16, outputs: outputs)),
    ])
  }
}

/// A PyTorch name as this package has it.
func name(ofTorch name: String) -> String {
  let norms = [
    "weight": "scale", "bias": "offset", "running_mean": "runningMean", "running_var": "runningVariance",
    "num_batches_tracked": "batches",
  ]
  var parts = name.split(separator: ".").map(String.init)
  let isNorm = parts.dropLast().last.map { $0.hasPrefix("bn") || ($0 == "1" && parts.contains("downsample")) } ?? false
  if isNorm, let last = parts.last, let own = norms[last] { parts[parts.count - 1] = own }
  return parts.joined(separator: ".")
}

/// A PyTorch array in this package's layout: convolutions [K, C, KH, KW] → [KH, KW, C, K], dense layers transposed.
func tensor(ofTorch tensor: Tensor) -> Tensor {
  switch tensor.shape.rank {
  case 4: tensor.permuted(2, 3, 1, 0)
  case 2: tensor.transposed()
  default: tensor
  }
}

/// Images of stripes in one of three colours, which are the classes.
func stripes(_ count: Int, using random: inout RandomSource) -> (images: Tensor, classes: [Int]) {
  var (scalars, classes): ([Float], [Int]) = ([], [])
  for _ in 0..<count {
    let (colour, phase) = (Int(random.uniform() * 3), random.uniform(in: 0...6))
    classes.append(colour)
    for pixel in 0..<16 * 16 {
      let level = sin(Float(pixel % 16) + phase)
      for channel in 0..<3 { scalars.append(level * (channel == colour ? 1 : 0.3) + random.uniform(in: -0.2...0.2)) }
    }
  }
  return (Tensor([count, 16, 16, 3], scalars: scalars), classes)
}

guard let path = Bundle.module.path(forResource: "resnet", ofType: "safetensors") else {
  fatalError("Transfer: its file resnet.safetensors is missing")
}
let file = try SafeTensors(path: path)
let example = file[prefix: "example"]
var weights: [String: Tensor] = [:]
for (torchName, torchTensor) in file.tensors where !torchName.hasPrefix("example.") {
  weights[name(ofTorch: torchName)] = tensor(ofTorch: torchTensor)
}

// The whole network first: the same logits as PyTorch's.
var original = ResNet(outputs: 10)
try original.load(weights)
let (images, logits) = (example["input"] ?? .zeros([0]), example["output"] ?? .zeros([0]))
let difference = (original.prediction(for: images.permuted(0, 2, 3, 1)) - logits).map(abs).maximum()
print("largest difference from PyTorch's logits: \(difference)")
precondition(difference < 1e-4, "PyTorch computes other logits")

// Then with a head for three classes, which keeps its first values; everything else is frozen.
var network = ResNet(outputs: 3)
network.initializeParameters(seed: 1)
let kept = try network.load(weights, exceptOtherShapesOf: "fc")
try network.freeze(matching: "*")
try network.unfreeze(matching: "fc.*")
print(
  "trained: \(kept.joined(separator: ", ")), \(network.trainableParameterCount) numbers of \(network.parameterCount)")

var random = RandomSource(seed: 2)
let training = stripes(128, using: &random)
var optimizer = Adam(learningRate: 5e-2)
for step in 0..<60 {
  let (loss, gradients) = try network.valueWithGradients(in: .training(random: random)) { network, context in
    softmaxCrossEntropy(logits: network(Variable(training.images), in: &context), classes: training.classes)
  }
  optimizer.update(&network, along: gradients)
  if step % 20 == 0 { print("step \(step): loss \(loss.scalar)") }
}
let test = stripes(128, using: &random)
let told = network.prediction(for: test.images).argmax()
let right = zip(told, test.classes).count { $0 == $1 }
print("\(right) of \(test.classes.count) new images are classified correctly")
precondition(right > 115, "the features of the file do not tell the classes")
