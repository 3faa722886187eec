// What differs between frameworks beside the settings of layers: pools, losses, activations.
import NeuralNetwork
import Tensors

func showDefaults() {
  var random = RandomSource(seed: 1)
  let images = Variable(.uniform([1, 6, 6, 2], in: 1...2, using: &random))

  // An average pool that counts the zeros around the image, as PyTorch's does.
  let means = averagePool2D(pad(images, .none, .both(1), .both(1)), size: 3, stride: 2)
  let corner = images.value.sliced(.all, .first(2), .first(2)).sum(over: [1, 2]) * (1 / 9)
  precondition(
    (means.value.sliced(.all, .first(1), .first(1)).reshaped(to: [1, 2]) - corner).map(abs).maximum() < 1e-6)
  precondition(averagePool2D(images, size: 3, stride: 2, padding: .all(1)).value.minimum() >= 1)

  // A weighted mean as Keras has it: divided by the number of losses, not by the sum of the weights.
  let (logits, targets) = (Variable(.zeros([2, 1])), Tensor([2, 1], scalars: [0, 1]))
  let weights = Tensor([2], scalars: [1, 3])
  let loss = binaryCrossEntropy(logits: logits, targets: targets, weights: weights, reduction: .sum) / 2
  precondition(abs(loss.value.scalar - 2 * 0.693_147_2) < 1e-5)

  let leaky = Activation("LeakyReLU") { leakyRelu($0, slope: 0.3) }
  precondition(leaky(Variable(Tensor([1], scalars: [-1]))).value[0] == -0.3)

  let normal = Initializer.normal(deviation: (2 / Float(128)).squareRoot())
  precondition(normal.makeTensor([4], using: &random).shape == [4])
}
