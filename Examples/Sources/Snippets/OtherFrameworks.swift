// What code of PyTorch and Keras becomes: settings of layers, layouts of weights and images.
import NeuralNetwork
import Tensors

func comeFromOtherFrameworks() throws {
  var random = RandomSource(seed: 1)
  let image = Tensor.uniform([2, 3, 8, 8], using: &random)
  let convolutionWeight = Tensor.uniform([16, 3, 3, 3], using: &random)
  let denseWeight = Tensor.uniform([10, 16 * 4 * 4], using: &random)

  // Images [N, C, H, W] → [N, H, W, C], convolutions [K, C, KH, KW] → [KH, KW, C, K], dense layers transposed.
  let images = image.permuted(0, 2, 3, 1)
  let convolution = convolutionWeight.permuted(2, 3, 1, 0)
  let dense = denseWeight.transposed()
  precondition(images[1, 5, 6, 2] == image[1, 2, 5, 6])
  precondition(convolution[2, 1, 0, 15] == convolutionWeight[15, 0, 2, 1] && dense[255, 9] == denseWeight[9, 255])

  // A dense layer behind Flatten, which PyTorch feeds with [C, H, W] and this package with [H, W, C].
  let behindFlatten = denseWeight.reshaped(to: [10, 16, 4, 4]).permuted(2, 3, 1, 0).reshaped(to: [4 * 4 * 16, 10])
  precondition(behindFlatten[(2 * 4 + 3) * 16 + 7, 5] == denseWeight[5, (7 * 4 + 2) * 4 + 3])
  checkFlatten(denseWeight, behindFlatten, using: &random)

  useDefaultsOfPyTorch()
}

/// Both ways to flatten an image lead to the same outputs.
private func checkFlatten(_ torch: Tensor, _ own: Tensor, using random: inout RandomSource) {
  let features = Tensor.uniform([1, 16, 4, 4], using: &random)
  let expected = matrixProduct(Variable(features.reshaped(to: [1, 256])), Variable(torch.transposed())).value
  let flat = features.permuted(0, 2, 3, 1).reshaped(to: [1, 256])
  let found = matrixProduct(Variable(flat), Variable(own)).value
  precondition((found - expected).map(abs).maximum() < 1e-3, "flattened outputs differ")
}

/// Layers with PyTorch's defaults in place of Keras's.
private func useDefaultsOfPyTorch() {
  let norm = BatchNorm(channels: 16, momentum: 0.9, epsilon: 1e-5, correctsBias: false)

  let bound = (1 / Float(3 * 3 * 3)).squareRoot()
  var conv = Conv2D(
    inputChannels: 3, outputChannels: 16, kernelSize: 3, padding: .all(1), initializer: .uniform(in: -bound...bound))
  conv.bias = Parameter([16], initializer: .uniform(in: -bound...bound))

  let optimizer = Adam(learningRate: 1e-3, epsilon: 1e-8)
  precondition(norm.epsilon == 1e-5 && optimizer.epsilon == 1e-8)
  conv.initializeParameters(seed: 1)
  precondition((conv.bias?.value.map(abs).maximum() ?? 1) <= bound)
}
