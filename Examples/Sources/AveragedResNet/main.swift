// A residual network trained with clipped gradients, a cosine schedule and a moving average of its weights; AveragedResNet
// RUN goes on where RUN stands. Scripts/peers/averaged_resnet.py is the same in PyTorch.
import Foundation
import NeuralNetwork
import Tensors
import Training

func conv(_ inputs: Int, _ outputs: Int, stride: HeightWidth = 1) -> Conv2D {
  Conv2D(inputChannels: inputs, outputChannels: outputs, kernelSize: 3, stride: stride, padding: .same, usesBias: false)
}

struct ResidualBlock: Layer {
  var body: Sequential
  var shortcut: Conv2D?

  init(_ inputs: Int, _ outputs: Int, stride: HeightWidth) {
    body = Sequential([
      ("conv1", conv(inputs, outputs, stride: stride)), ("norm1", BatchNorm(channels: outputs)),
      ("relu", Activation.relu), ("conv2", conv(outputs, outputs)), ("norm2", BatchNorm(channels: outputs)),
    ])
    if inputs != outputs { shortcut = conv(inputs, outputs, stride: stride) }
  }

  func callAsFunction(_ input: Variable, in context: inout Context) -> Variable {
    relu(body(input, in: &context) + (shortcut?(input, in: &context) ?? input))
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("body", &body)
    visitor("shortcut", &shortcut)
  }
}

struct Training: Trainable {
  var network = Sequential([
    ("stem", conv(1, 16)), ("block1", ResidualBlock(16, 16, stride: 1)), ("block2", ResidualBlock(16, 32, stride: 2)),
    ("pool", GlobalAveragePool2D()), ("head", Dense(inputs: 32, outputs: 4)),
  ])
  var optimizer = AdamW(weightDecay: 0.01)
  var average: WeightAverage<Sequential>

  init(seed: UInt64) {
    network.initializeParameters(seed: seed)
    average = WeightAverage(of: network, decay: 0.98)
  }

  mutating func step(_ batch: (images: Tensor, classes: [Int]), at step: TrainingStep) throws -> Measurements {
    optimizer.learningRate = Float(step.learningRate)
    var (loss, gradients) = try network.valueWithGradients(in: step.context) { network, context in
      softmaxCrossEntropy(logits: network(Variable(batch.images), in: &context), classes: batch.classes)
    }
    gradients.clip(toGlobalNorm: 1)
    optimizer.update(&network, along: gradients)
    average.update(with: network)
    return ["loss": Double(loss.scalar)]
  }

  func measure(_ batches: BatchSequence<(images: Tensor, classes: [Int])>) throws -> Measurements {
    var (right, averagedRight, count) = (0, 0, 0)
    try batches.forEach { batch in
      right += zip(network.prediction(for: batch.images).argmax(), batch.classes).count { $0 == $1 }
      averagedRight += zip(average.module.prediction(for: batch.images).argmax(), batch.classes).count { $0 == $1 }
      count += batch.classes.count
    }
    let (error, averagedError) = (1 - Double(right) / Double(count), 1 - Double(averagedRight) / Double(count))
    return ["loss": averagedError, "error": error, "averagedError": averagedError]
  }

  func state() throws -> SafeTensors {
    SafeTensors(["network": network.tensors, "optimizer": optimizer.state, "average": average.state])
  }

  mutating func restore(_ state: SafeTensors) throws {
    try network.load(state[prefix: "network"])
    try optimizer.restore(state[prefix: "optimizer"], for: network)
    try average.restore(state[prefix: "average"])
  }
}

/// Noisy images of a bar in one of four directions, which is the class.
func bars(_ count: Int, seed: UInt64) -> BatchSource<(images: Tensor, classes: [Int])> {
  var random = RandomSource(seed: seed)
  let classes = (0..<count).map { _ in Int(random.uniform() * 4) }
  var pixels = Tensor.normal([count, 16, 16, 1], standardDeviation: 0.7, using: &random).scalars
  for (image, direction) in classes.enumerated() {
    let (angle, x, y) = (Float(direction) * .pi / 4, random.uniform(in: 5...10), random.uniform(in: 5...10))
    for t in -5...5 {
      let (column, row) = (Int((x + Float(t) * cos(angle)).rounded()), Int((y + Float(t) * sin(angle)).rounded()))
      pixels[image * 256 + row * 16 + column] += 2
    }
  }
  let images = Tensor([count, 16, 16, 1], scalars: pixels)
  return BatchSource(count: count) { indices, _ in (images.gathered(indices), indices.map { classes[$0] }) }
}

func train(epochs: Int, in folder: RunFolder) throws -> Training {
  try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
  let plan = TrainingPlan(epochs: 6, batchSize: 32, learningRate: 3e-3, schedule: .cosine(warmUp: 0.1), seed: 1)
  var loop = try TrainingLoop(
    Training(seed: 2), plan: plan, training: bars(512, seed: 3), validation: bars(256, seed: 4), in: folder)
  while loop.epoch < epochs {
    let record = try loop.runEpoch()
    print("epoch \(record.epoch)", zip(record.validation.names, record.validation.values).map { "\($0) \($1)" })
  }
  return loop.trainable
}

if CommandLine.arguments.count > 1 {
  _ = try train(epochs: 6, in: RunFolder(path: CommandLine.arguments[1]))
} else {
  let place = NSTemporaryDirectory() + "/averaged-resnet-\(ProcessInfo.processInfo.processIdentifier)"
  defer { try? FileManager.default.removeItem(atPath: place) }
  _ = try train(epochs: 6, in: RunFolder(path: place + "/whole"))
  for epochs in [3, 6] { _ = try train(epochs: epochs, in: RunFolder(path: place + "/resumed")) }
  let files = ["whole", "resumed"].map { FileManager.default.contents(atPath: "\(place)/\($0)/last.safetensors") }
  precondition(files[0] != nil && files[0] == files[1], "the run that was interrupted ended otherwise")
}
