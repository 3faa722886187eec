// Accuracies against numbers worked out by hand and against sorting.
import NeuralNetwork
import TestSupport
import Tensors
import Testing

@Suite struct TopKAccuracyTests {
  @Test func accuracyRanksTiesByTheirNumber() {
    let scores = Tensor(
      [4, 3],
      scalars: [
        0.1, 0.7, 0.2,  // 1 first
        0.5, 0.5, 0.0,  // 0 and 1 tie: 0 first
        0.5, 0.5, 0.0,
        0.2, 0.2, 0.2,
      ])
    var accuracy = TopKAccuracy()
    #expect(accuracy.value.isNaN)
    accuracy.add(scores, classes: [1, 0, 1, 2])
    #expect(accuracy.hits == 2 && accuracy.count == 4 && accuracy.value == 0.5)
    var two = TopKAccuracy(k: 2)
    two.add(scores, classes: [1, 0, 1, 2])
    #expect(two.value == 0.75)
    two.add(scores, classes: [0, 2, 2, 1])
    #expect(two.hits == 3 + 1 && two.count == 8)
  }

  @Test func fewerClassesThanFiveAreAlwaysAmongThem() {
    var accuracy = TopKAccuracy(k: 5)
    accuracy.add(.random([20, 3]), classes: (0..<20).map { $0 % 3 })
    #expect(accuracy.value == 1)
  }

  @Test func whatIsNoNumberIsNotRight() {
    for place in 0..<3 {
      var scalars: [Float] = [1, 2, 3]
      scalars[place] = .nan
      for truth in 0..<3 where place == truth || scalars[truth] < 3 {
        var accuracy = TopKAccuracy()
        accuracy.add(Tensor([1, 3], scalars: scalars), classes: [truth])
        #expect(accuracy.value == 0, "\(place), \(truth)")
      }
    }
  }

  /// Scores from a few values, so that ties are common; ranks from a stable sort.
  @Test(arguments: [1, 2, 5]) func accuracyAgreesWithSorting(k: Int) {
    var random = RandomSource(seed: 4)
    let (rows, columns) = (200, 9)
    let scores = Tensor(
      [rows, columns], scalars: (0..<rows * columns).map { _ in (random.uniform(in: 0...4)).rounded() })
    let classes = (0..<rows).map { _ in Int(random.uniform(in: 0...8.99)) }
    var accuracy = TopKAccuracy(k: k)
    accuracy.add(scores, classes: classes)
    let hits = classes.enumerated().count { row, truth in
      let values = scores.scalars[row * columns..<(row + 1) * columns].enumerated()
      return values.sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }.prefix(k).contains {
        $0.offset == truth
      }
    }
    #expect(accuracy.hits == hits)
    #expect(hits > 0 && hits < rows)
  }

  @Test func classesThatAreNoneAreMistakes() async {
    await #expect(processExitsWith: .failure) {
      var accuracy = TopKAccuracy()
      accuracy.add(Tensor([1, 3], repeating: 0), classes: [3])
    }
  }
}
