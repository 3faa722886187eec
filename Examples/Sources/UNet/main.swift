// A U-Net with two outputs: which pixels of an image belong to a galaxy, and how many galaxies there are.
import NeuralNetwork
import Tensors

/// Two convolutions of one number of channels, each with batch norm and ReLU.
func pair(_ inputs: Int, _ outputs: Int) -> Sequential {
  Sequential([
    ("0", ConvolutionBlock(Conv2D(inputChannels: inputs, outputChannels: outputs, kernelSize: 3, padding: .same))),
    ("1", ConvolutionBlock(Conv2D(inputChannels: outputs, outputChannels: outputs, kernelSize: 3, padding: .same))),
  ])
}

/// Convolutions on ever smaller images, and back up again with the results on the way down beside them (Ronneberger et
/// al. 2015).
struct UNet: Module {
  var down = [pair(1, 8), pair(8, 16)]
  var bottom = pair(16, 32)
  var up = [pair(32 + 16, 16), pair(16 + 8, 8)]
  var mask = Conv2D(inputChannels: 8, outputChannels: 1, kernelSize: 1)
  var count = Dense(inputs: 32, outputs: 1)

  /// - Shape: [N, H, W, 1] → mask logits [N, H, W, 1], count [N, 1].
  func callAsFunction(_ images: Variable, in context: inout Context) -> (mask: Variable, count: Variable) {
    var x = images
    var levels: [Variable] = []
    for convolutions in down {
      let level = convolutions(x, in: &context)
      levels.append(level)
      x = maxPool2D(level, size: 2, stride: 2)
    }
    x = bottom(x, in: &context)
    let count = self.count(globalAveragePool2D(x), in: &context)
    for (convolutions, level) in zip(up, levels.reversed()) {
      x = convolutions(concatenate([upsample2D(x, factor: 2), level]), in: &context)
    }
    return (mask(x, in: &context), count)
  }

  mutating func visitParts(_ visitor: inout PartVisitor) {
    visitor("down", &down)
    visitor("bottom", &bottom)
    visitor("up", &up)
    visitor("mask", &mask)
    visitor("count", &count)
  }
}

/// Noisy images of a few round galaxies, the pixels that they cover, and their number.
func sky(_ number: Int, using random: inout RandomSource) -> (images: Tensor, masks: Tensor, counts: Tensor) {
  let side = 32
  var images = Tensor.normal([number, side, side, 1], standardDeviation: 0.1, using: &random).scalars
  var masks = [Float](repeating: 0, count: images.count)
  var counts: [Float] = []
  for image in 0..<number {
    let count = Int(random.uniform() * 4)
    counts.append(Float(count))
    for _ in 0..<count {
      let (x, y, radius) = (random.uniform(in: 4...28), random.uniform(in: 4...28), random.uniform(in: 2...5))
      for pixel in 0..<side * side {
        let (dx, dy) = (Float(pixel % side) - x, Float(pixel / side) - y)
        guard dx * dx + dy * dy < radius * radius else { continue }
        images[image * side * side + pixel] += 1
        masks[image * side * side + pixel] = 1
      }
    }
  }
  return (
    Tensor([number, side, side, 1], scalars: images), Tensor([number, side, side, 1], scalars: masks),
    Tensor([number, 1], scalars: counts)
  )
}

var random = RandomSource(seed: 1)
var network = UNet()
network.initializeParameters(seed: 2)
var optimizer = Adam(learningRate: 5e-3)
for step in 0..<80 {
  let batch = sky(16, using: &random)
  let (loss, gradients) = try network.valueWithGradients(in: .training(random: random)) { network, context in
    let output = network(Variable(batch.images), in: &context)
    return binaryCrossEntropy(logits: output.mask, targets: batch.masks)
      + 0.1 * smoothL1Loss(output.count, targets: batch.counts)
  }
  optimizer.update(&network, along: gradients)
  if step % 20 == 0 { print("step \(step): loss \(loss.scalar)") }
}

let test = sky(64, using: &random)
var context = Context.inference
let output = network(Variable(test.images), in: &context)
let found = output.mask.value.map { $0 > 0 ? 1 : 0 }
let overlap = (found * test.masks).sum().scalar / found.map(with: test.masks, max).sum().scalar
let error = (output.count.value - test.counts).map(abs).mean().scalar
print("new images: overlap of the masks \(overlap), mean error of the count \(error)")
precondition(overlap > 0.8 && error < 0.75, "the network did not learn")
