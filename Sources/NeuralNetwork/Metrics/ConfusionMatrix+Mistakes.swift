// The mistakes that a classifier makes most.

extension ConfusionMatrix {
  /// The pairs of a true class and another class that rows of it were taken for, most frequent first.
  public var mistakes: [(truth: Int, answer: Int, count: Int)] {
    let all = counts.indices.flatMap { truth in
      counts.indices.compactMap { answer in
        truth == answer || counts[truth][answer] == 0
          ? nil : (truth: truth, answer: answer, count: counts[truth][answer])
      }
    }
    return all.sorted { ($1.count, $0.truth, $0.answer) < ($0.count, $1.truth, $1.answer) }
  }
}
