// Two networks with an optimizer each that learn from each other, as one thing that a training loop trains.
import NeuralNetwork
import Tensors
import Training

/// A generator of grey images of 32×32 pixels and the critic that it has to deceive (DCGAN, Radford et al. 2016).
struct GalaxyGAN: Trainable {
  static let noiseCount = 32

  var generator = Sequential([("seed", Dense(inputs: noiseCount, outputs: 4 * 4 * 64, usesBias: false))])
  var critic = Sequential()
  var generatorOptimizer = Adam(beta1: 0.5)
  var criticOptimizer = Adam(beta1: 0.5)
  var objective: String? { nil }

  init(seed: UInt64) {
    let weights = Initializer.normal(deviation: 0.05)
    generator.append(Activation("Image") { reshape($0, to: [$0.shape[0], 4, 4, 64]) }, as: "image")
    for (index, (inputs, outputs)) in [(64, 32), (32, 16), (16, 1)].enumerated() {
      generator.append(BatchNorm(channels: inputs, momentum: 0.9), as: "norm\(index)")
      generator.append(Activation.relu, as: "relu\(index)")
      let up = TransposedConv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: 4, stride: 2, padding: .same, initializer: weights)
      generator.append(up, as: "up\(index)")
    }
    generator.append(Activation("Tanh") { tanh($0) }, as: "levels")
    for (index, (inputs, outputs)) in [(1, 16), (16, 32), (32, 64)].enumerated() {
      let down = Conv2D(
        inputChannels: inputs, outputChannels: outputs, kernelSize: 4, stride: 2, padding: .same, initializer: weights)
      critic.append(down, as: "down\(index)")
      critic.append(Activation("LeakyReLU") { leakyRelu($0, slope: 0.2) }, as: "relu\(index)")
    }
    critic.append(Flatten(), as: "flatten")
    critic.append(Dense(inputs: 4 * 4 * 64, outputs: 1), as: "judgement")
    generator.initializeParameters(seed: seed)
    critic.initializeParameters(seed: seed + 1)
  }

  /// One step of the critic, then one of the generator.
  ///
  /// - Shape: [N, 32, 32, 1], levels from -1 to 1.
  mutating func step(_ real: Tensor, at step: TrainingStep) throws -> Measurements {
    generatorOptimizer.learningRate = Float(step.learningRate)
    criticOptimizer.learningRate = Float(step.learningRate)
    var (random, context) = (step.random.split("noise"), step.context)
    let noise = Variable(.normal([real.shape[0], Self.noiseCount], using: &random))
    let (yes, no) = (Tensor.ones([real.shape[0], 1]), Tensor.zeros([real.shape[0], 1]))
    let fake = generator(noise, in: &context).detached
    var judged = try critic.valueWithGradients(in: step.context) { critic, context in
      binaryCrossEntropy(logits: critic(Variable(real), in: &context), targets: yes * 0.9)
        + binaryCrossEntropy(logits: critic(fake, in: &context), targets: no)
    }
    try step.combine(&judged.gradients)
    criticOptimizer.update(&critic, along: judged.gradients)
    let opponent = critic
    var made = try generator.valueWithGradients(in: step.context) { generator, context in
      binaryCrossEntropy(logits: opponent(generator(noise, in: &context), in: &context), targets: yes)
    }
    try step.combine(&made.gradients)
    generatorOptimizer.update(&generator, along: made.gradients)
    return ["critic": Double(judged.value.scalar), "generator": Double(made.value.scalar)]
  }

  func state() throws -> SafeTensors {
    SafeTensors([
      "generator": generator.tensors, "critic": critic.tensors, "generatorOptimizer": generatorOptimizer.state,
      "criticOptimizer": criticOptimizer.state,
    ])
  }

  mutating func restore(_ state: SafeTensors) throws {
    try generator.load(state[prefix: "generator"])
    try critic.load(state[prefix: "critic"])
    try generatorOptimizer.restore(state[prefix: "generatorOptimizer"], for: generator)
    try criticOptimizer.restore(state[prefix: "criticOptimizer"], for: critic)
  }
}
