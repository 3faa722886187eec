// Snippets about tensors: making them, taking parts of them, computing with them.
import Tensors

func makeTensors() {
  let matrix = Tensor([2, 3], scalars: [1, 2, 3, 4, 5, 6])
  let doubled = matrix * 2
  let columnMeans = matrix.mean(over: [0])  // [2.5, 3.5, 4.5]
  let corner = matrix.sliced(.first(1), .last(2))  // [[2, 3]]
  precondition(doubled[1, 2] == 12)
  precondition(columnMeans == Tensor([3], scalars: [2.5, 3.5, 4.5]))
  precondition(corner == Tensor([1, 2], scalars: [2, 3]))

  sliceImages()
}

private func sliceImages() {
  var random = RandomSource(seed: 1)
  let images = Tensor.uniform([4, 32, 32, 3], using: &random)
  let corners = images.sliced(.all, .first(8), .first(8))
  let everySecondRow = images.sliced(.all, .all(step: 2))
  precondition(corners.shape == [4, 8, 8, 3] && corners[1, 7, 7, 2] == images[1, 7, 7, 2])
  precondition(everySecondRow.shape == [4, 16, 32, 3] && everySecondRow[3, 5, 1, 0] == images[3, 10, 1, 0])
}
