// Counts of classes taken for others, by hand.
import NeuralNetwork
import Tensors
import Testing

@Suite struct ConfusionMatrixTests {
  @Test func mistakesAreThoseOffTheDiagonal() {
    var matrix = ConfusionMatrix(classes: 3)
    #expect(matrix.mistakes.isEmpty)
    // Rows of true class 0, 0, 0, 2, 1, 1, taken for 0, 1, 2, 0, 2, 2.
    let answers = [0, 1, 2, 0, 2, 2]
    let scores = Tensor([6, 3], scalars: answers.flatMap { answer in (0..<3).map { $0 == answer ? 1 : 0 } })
    matrix.add(scores, classes: [0, 0, 0, 2, 1, 1])
    #expect(
      matrix.mistakes.map { [$0.truth, $0.answer, $0.count] } == [[1, 2, 2], [0, 1, 1], [0, 2, 1], [2, 0, 1]])
  }

  @Test func confusionMatrixCountsRows() {
    var matrix = ConfusionMatrix(classes: 3)
    #expect(matrix.accuracy.isNaN)
    #expect(matrix.recall(of: 0) == nil && matrix.precision(of: 0) == nil)
    matrix.add(Tensor([3, 3], scalars: [9, 1, 1, 0, 5, 5, 3, 2, 1]), classes: [0, 2, 1])
    matrix.add(Tensor([1, 3], scalars: [-3, -2, -1]), classes: [2])
    #expect(matrix.counts == [[1, 0, 0], [1, 0, 0], [0, 1, 1]])
    #expect(matrix.accuracy == 0.5)
    #expect(matrix.recall(of: 0) == 1 && matrix.recall(of: 1) == 0 && matrix.recall(of: 2) == 0.5)
    #expect(matrix.precision(of: 0) == 0.5 && matrix.precision(of: 1) == 0 && matrix.precision(of: 2) == 1)
  }

  @Test func scoresOfOtherClassesAreAMistake() async {
    await #expect(processExitsWith: .failure) {
      var matrix = ConfusionMatrix(classes: 4)
      matrix.add(Tensor([1, 3], repeating: 0), classes: [0])
    }
  }
}
