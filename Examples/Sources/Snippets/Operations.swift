// Snippets about operations on variables and their gradients.
import Tensors

func differentiate() {
  let tape = Tape()
  let x = tape.track(Tensor([3], scalars: [1, 2, 3]))
  let y = sum(x * x)
  let gradient = tape.gradients(of: y)[x]  // [2, 4, 6]
  precondition(gradient == Tensor([3], scalars: [2, 4, 6]))
}

func useOperations() {
  var random = RandomSource(seed: 1)
  let images = Variable(.uniform([4, 64, 64, 1], using: &random))

  let weight = Variable(.normal([3, 3, 1, 8], standardDeviation: 0.1, using: &random))
  let features = conv2D(images, weight, padding: .same)  // [4, 64, 64, 1] → [4, 64, 64, 8]
  precondition(features.shape == [4, 64, 64, 8])
  precondition(conv2DShape(images.shape, weight.shape, padding: .same) == features.shape)

  let tall = maxPool2D(images, size: HeightWidth(4, 2), stride: 2)
  precondition(tall.shape == [4, 31, 32, 1])

  let padded = pad(images, .none, .both(2), .both(2), mode: .reflect)
  precondition(padded.shape == [4, 68, 68, 1] && padded.value[0, 0, 2, 0] == images.value[0, 2, 0, 0])

  let cropped = slice(images, .all, .range(8..<56), .range(8..<56))
  precondition(cropped.shape == [4, 48, 48, 1] && cropped.value[2, 0, 0, 0] == images.value[2, 8, 8, 0])
}
