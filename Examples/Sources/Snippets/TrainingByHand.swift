// Snippets about a training step, contexts, optimizers and checkpoints.
import NeuralNetwork
import Tensors

struct SignDescent: Optimizer {
  var learningRate: Float = 1e-4
  var groups = ParameterGroups()
  var memory = OptimizerMemory(["sum"])

  func move(_ value: inout Tensor, along gradient: Tensor, memory: inout [Tensor], in step: OptimizerStep) {
    memory[0] += gradient
    value -= memory[0].map { $0 < 0 ? -1 : 1 } * step.rate
  }
}

/// Eight grey images of 8×8 pixels in two classes, which differ in their brightness.
private func sample() -> (images: Tensor, classes: [Int]) {
  var random = RandomSource(seed: 1)
  let classes = (0..<8).map { $0 % 2 }
  let levels = Tensor([8, 1, 1, 1], scalars: classes.map { Float($0) })
  return (levels + Tensor.uniform([8, 8, 8, 1], using: &random), classes)
}

private func makeNetwork() -> Sequential {
  var network = Sequential([
    ("conv", Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3)), ("relu", Activation.relu),
    ("pool", GlobalAveragePool2D()), ("dropout", Dropout(rate: 0.1)), ("head", Dense(inputs: 4, outputs: 2)),
  ])
  network.initializeParameters(seed: 2)
  return network
}

func trainByHand() throws {
  let (images, classes) = sample()
  var network = makeNetwork()
  let random = RandomSource(seed: 3)
  var losses: [Float] = []

  var optimizer = Adam(learningRate: 3e-2)
  for step in 0..<60 {
    let context = Context.training(random: random.split(UInt64(step)))
    var (loss, gradients) = try network.valueWithGradients(in: context) { network, context in
      softmaxCrossEntropy(logits: network(Variable(images), in: &context), classes: classes)
    }
    gradients.clip(toGlobalNorm: 1)
    optimizer.update(&network, along: gradients)
    losses.append(loss.scalar)
  }
  precondition(losses[59] < losses[0] / 2, "the loss did not fall: \(losses[0]), \(losses[59])")

  var inference = Context.inference
  let logits = network(Variable(images), in: &inference).value
  precondition(logits == network.prediction(for: images))

  var descent = SignDescent(learningRate: 1e-3)
  let (loss, gradients) = try network.valueWithGradients(in: .inference) { network, context in
    softmaxCrossEntropy(logits: network(Variable(images), in: &context), classes: classes)
  }
  descent.update(&network, along: gradients)
  let after = softmaxCrossEntropy(logits: Variable(network.prediction(for: images)), classes: classes)
  precondition(after.value.scalar < loss.scalar && descent.state.keys.contains("sum.head.bias"))
}

func accumulateGradients() throws {
  let (images, classes) = sample()
  var network = makeNetwork()
  let before = network.tensors
  let context = Context.training(random: RandomSource(seed: 3))
  var optimizer = SGD(learningRate: 0.1)
  let parts = [[0, 1, 2, 3], [4, 5, 6, 7]]

  var gradients: ParameterGradients?
  for part in parts {
    let new = try network.valueWithGradients(in: context) { network, context in
      let logits = network(Variable(images.gathered(part)), in: &context)
      return softmaxCrossEntropy(logits: logits, classes: part.map { classes[$0] })
    }.gradients
    if gradients == nil { gradients = new } else { gradients? += new }
  }
  if var gradients {
    gradients *= 1 / Float(parts.count)
    gradients.clip(toGlobalNorm: 1)
    optimizer.update(&network, along: gradients)
  }
  precondition(network.tensors != before)
}

func averageWeights() throws {
  let (images, classes) = sample()
  var network = makeNetwork()
  let random = RandomSource(seed: 3)
  var optimizer = SGD(learningRate: 0.1)

  var average = WeightAverage(of: network, decay: 0.999)
  for step in 0..<20 {
    let context = Context.training(random: random.split(UInt64(step)))
    let gradients = try network.valueWithGradients(in: context) { network, context in
      softmaxCrossEntropy(logits: network(Variable(images), in: &context), classes: classes)
    }.gradients
    optimizer.update(&network, along: gradients)
    average.update(with: network)
  }
  let predictions = average.module.prediction(for: images)
  precondition(predictions.shape == [8, 2] && predictions != network.prediction(for: images))

  let contents = SafeTensors(["network": network.tensors, "average": average.state])
  try average.restore(contents[prefix: "average"])
  precondition(average.module.prediction(for: images) == predictions && average.updates == 20)
}

func groupParameters() throws {
  let block = ConvolutionBlock(Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3))
  var network = Sequential([
    ("backbone", Sequential([("block", block)])), ("pool", GlobalAveragePool2D()),
    ("head", Dense(inputs: 4, outputs: 2)),
  ])
  network.initializeParameters(seed: 1)

  let groups = try ParameterGroups(
    [
      ParameterGroup("*.bias", decay: 0), ParameterGroup("*.scale", decay: 0), ParameterGroup("*.offset", decay: 0),
      ParameterGroup("backbone.*", rate: 0.1),
    ], of: network)
  var optimizer = AdamW(learningRate: 1e-3, weightDecay: 0.05, groups: groups)

  // Without a gradient, weight decay alone moves the weights.
  let before = network.tensors
  optimizer.update(&network, along: ParameterGradients(values: before.mapValues { Tensor.zeros($0.shape) }))
  let moved = network.tensors.filter { $0.value != before[$0.key] }.keys.sorted()
  precondition(moved == ["backbone.block.conv.weight", "head.weight"], "\(moved)")

  let norm = GroupNorm(groups: 32, channels: 256)
  precondition(norm.epsilon == 1e-5)
  let ofPixels = LayerNorm(channels: 96)
  let ofImages = LayerNorm(shape: [28, 28, 96])
  precondition(ofPixels.shape == [96] && ofImages.shape.rank == 3)
}

func saveAndLoad(in folder: String) throws {
  let path = folder + "/network.safetensors"
  var network = makeNetwork()
  let before = network.tensors

  try SafeTensors(tensors: network.tensors, metadata: ["author": "me"]).write(to: path)
  let file = try SafeTensors(path: path)
  try network.load(file.tensors)
  precondition(network.tensors == before && file.metadata == ["author": "me"])
}
