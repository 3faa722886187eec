// The mean of many answers to the same images, and how far they lie apart.
internal import Preconditions

/// Answers to a batch of images being averaged: a row of numbers for each image, again and again.
struct AveragedAnswers {
  private let columns: Int
  private let mainAnswer: (ArraySlice<Float>) -> Int?
  private var count = 0
  /// The first answers; the others are gathered relative to them, so that equal ones have no spread at all.
  private var first: [Float] = []
  private var sums: [Double] = []
  private var squares: [Double] = []
  /// The main answers by the first view, and whether a later view had another.
  private var mainAnswers: [Int?] = []
  private var changes: [Bool] = []

  /// - Parameter mainAnswer: which of a row's answers stands for the image; nil where none does.
  init(columns: Int, mainAnswer: @escaping (ArraySlice<Float>) -> Int?) {
    self.columns = columns
    self.mainAnswer = mainAnswer
  }

  /// Takes in all answers that were got from one view of the images.
  mutating func add(view answers: [[Float]]) {
    require(!answers.isEmpty, "AveragedAnswers.add: expected at least one list of answers")
    if count == 0 {
      first = answers[0]
      sums = [Double](repeating: 0, count: first.count)
      squares = sums
    }
    var ofView = [Double](repeating: 0, count: first.count)
    for list in answers {
      for (index, answer) in list.enumerated() {
        let difference = Double(answer) - Double(first[index])
        ofView[index] += difference
        squares[index] += difference * difference
      }
    }
    for index in sums.indices { sums[index] += ofView[index] }
    count += answers.count
    note(mean(ofView, count: answers.count))
  }

  private mutating func note(_ answers: [Float]) {
    let found = stride(from: 0, to: answers.count, by: columns).map { mainAnswer(answers[$0..<$0 + columns]) }
    if mainAnswers.isEmpty {
      mainAnswers = found
      changes = [Bool](repeating: false, count: found.count)
    } else {
      for row in found.indices where found[row] != mainAnswers[row] { changes[row] = true }
    }
  }

  private func mean(_ sums: [Double], count: Int) -> [Float] {
    zip(first, sums).map { Float(Double($0) + $1 / Double(count)) }
  }

  /// An image's mean answers, their standard deviation, and whether views disagree about its main answer.
  struct Row {
    let answers: [Float]
    let spread: [Float]
    let changesWithView: Bool
  }

  /// The rows of all images.
  var rows: [Row] {
    let means = mean(sums, count: count)
    let spreads = zip(sums, squares).map { sum, squares in
      let mean = sum / Double(count)
      return Float(max(0, squares / Double(count) - mean * mean).squareRoot())
    }
    return changes.indices.map { row in
      let range = row * columns..<(row + 1) * columns
      return Row(answers: Array(means[range]), spread: Array(spreads[range]), changesWithView: changes[row])
    }
  }
}
