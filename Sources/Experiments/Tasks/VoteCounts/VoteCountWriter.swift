// Expected votes as a CSV file.
internal import DataFiles
internal import GalaxyZoo

/// Predictions being written row by row: the identifier, and for each answer the expected fraction of those who are asked the
/// question, with the interval that holds it with a probability of 90 per cent.
struct VoteCountWriter: PredictionWriter {
  /// Fractions are never outside their range.
  let clippedCount = 0
  private let output: AtomicFile
  private let tree: DecisionTree
  private var line: [UInt8] = []

  init(path: String, tree: DecisionTree, idColumn: String) throws {
    self.tree = tree
    output = try AtomicFile(path: path)
    let columns = tree.columnNames.flatMap { ["\($0)_fraction", "\($0)_low", "\($0)_high"] }
    try output.write(([idColumn] + columns).map(CSVField.text).joined(separator: ",") + "\n")
  }

  mutating func write(identifier: String, file: String, answers: ArraySlice<Float>) throws {
    for (column, answer) in zip(tree.columnNames, answers) where !(answer.isFinite && answer > 0) {
      throw FileError(path: output.path, problem: "the prediction for \(identifier), \(column) is \(answer)")
    }
    line.removeAll(keepingCapacity: true)
    line += CSVField.text(identifier).utf8
    for question in tree.questions {
      let votes = ExpectedVotes(concentrations: question.columns.map { answers[answers.startIndex + $0] })
      for (index, fraction) in votes.fractions.enumerated() {
        let interval = votes.interval(ofAnswer: index, probability: 0.9)
        for number in [fraction, interval.lowerBound, interval.upperBound] {
          line.append(UInt8(ascii: ","))
          appendFraction(Float(number), to: &line)
        }
      }
    }
    line.append(UInt8(ascii: "\n"))
    try line.withUnsafeBytes { try output.write($0) }
  }

  func commit() throws { try output.commit() }
}
