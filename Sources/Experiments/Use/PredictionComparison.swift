// Two tables of predictions beside each other.
internal import DataFiles
internal import Foundation
internal import GalaxyZoo
internal import ImageDatasets

/// In what two tables of predictions differ and, where labels are known, whether one is better or the difference is noise.
///
/// Rows are in all, then questions of the Galaxy Challenge, or columns where the tables hold others. Encodes as
/// `{count, rows: [{name, difference, correlation, rmse, rmseDifference, interval}]}`, the last three where there are
/// labels.
public struct PredictionComparison: Sendable, Encodable {
  /// What is compared in one row.
  public struct Row: Sendable, Encodable {
    /// The question or column.
    public let name: String
    /// Root of the mean squared difference of the two tables.
    public let difference: Double
    /// Pearson's correlation of the two tables; nil where one does not vary.
    public let correlation: Double?
    /// The errors of the two tables; nil without labels.
    public internal(set) var rmse: [Double]?
    /// The first error less the second; negative where the first table is better.
    public internal(set) var rmseDifference: Double?
    /// Where that difference may lie with other images: a bootstrap of pairs.
    public internal(set) var interval: Interval?
  }

  /// Images that are compared.
  public let count: Int
  /// In all, then the parts.
  public let rows: [Row]
  /// Which images are in both tables.
  public let report: PairReport
  /// Which of these have labels; nil without labels.
  public let labelReport: PairReport?

  private enum CodingKeys: CodingKey { case count, rows }

  /// Compares two CSV files, and with labels their errors.
  ///
  /// - Throws: `FileError` where a file cannot be read, or the files have no images or columns in common.
  public init(_ first: String, _ second: String, labels: String? = nil, bootstrap: Bootstrap = Bootstrap()) throws {
    let columns = try Self.sharedColumns([first, second] + (labels.map { [$0] } ?? []))
    let one = try PredictionFile(path: first, columns: columns)
    let two = try PredictionFile(path: second, columns: columns)
    let (pairs, report) = try one.pairs(with: LabelTable(path: second))
    self.report = report
    var triples = pairs.map { (one: one.rows[$0.own], two: two.rows[$0.other], label: [Float]()) }
    if let labels {
      let known = try PredictionFile(path: labels, columns: columns)
      let (labelled, labelReport) = try one.pairs(with: LabelTable(path: labels))
      let rowOfImage = Dictionary(uniqueKeysWithValues: labelled.map { ($0.own, $0.other) })
      triples = pairs.compactMap { pair in
        rowOfImage[pair.own].map { (one.rows[pair.own], two.rows[pair.other], known.rows[$0]) }
      }
      guard !triples.isEmpty else {
        throw FileError(path: labels, problem: "has no image that is in both \(first) and \(second)")
      }
      self.labelReport = labelReport
    } else {
      labelReport = nil
    }
    count = triples.count
    let groups = Self.groups(columns)
    rows = Self.compare(triples, groups, isLabelled: labels != nil, bootstrap: bootstrap)
  }

  /// The columns of numbers that all files have.
  private static func sharedColumns(_ paths: [String]) throws -> [String] {
    let columns = try paths.map { try PredictionFile.numberColumns(path: $0) }
    let shared = columns.dropFirst().reduce(columns[0]) { shared, other in shared.filter(Set(other).contains) }
    guard !shared.isEmpty else {
      throw FileError(
        path: paths[0], problem: "has no column of numbers in common with \(paths.dropFirst().joined(separator: ", "))")
    }
    let isComplete = DecisionTree.columnNames.allSatisfy(Set(shared).contains)
    return isComplete ? DecisionTree.columnNames : shared
  }

  /// All columns, and the parts of them that are told apart.
  private static func groups(_ columns: [String]) -> [(name: String, columns: Range<Int>)] {
    let all = (name: "all", columns: columns.indices)
    if columns == DecisionTree.columnNames {
      return [all] + DecisionTree.questions.map { ("\($0.number) \($0.title)", $0.columns) }
    }
    return [all] + columns.enumerated().map { ($1, $0..<$0 + 1) }
  }

  private static func compare(
    _ triples: [(one: [Float], two: [Float], label: [Float])], _ groups: [(name: String, columns: Range<Int>)],
    isLabelled: Bool, bootstrap: Bootstrap
  ) -> [Row] {
    var rows = groups.map { group in
      var pairs: [(Double, Double)] = []
      for triple in triples {
        for column in group.columns where !triple.one[column].isNaN && !triple.two[column].isNaN {
          pairs.append((Double(triple.one[column]), Double(triple.two[column])))
        }
      }
      let squares = pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      return Row(
        name: group.name, difference: (squares / Double(pairs.count)).squareRoot(), correlation: correlation(pairs))
    }
    guard isLabelled else { return rows }
    // Of every image and group: the squared errors of both tables, and how many there are.
    var table: [Double] = []
    for triple in triples {
      for group in groups {
        var (first, second, known) = (0.0, 0.0, 0.0)
        for column in group.columns {
          let (one, two) = (Double(triple.one[column]), Double(triple.two[column]))
          let label = Double(triple.label[column])
          guard !one.isNaN, !two.isNaN, !label.isNaN else { continue }
          first += (one - label) * (one - label)
          second += (two - label) * (two - label)
          known += 1
        }
        table += [first, second, known]
      }
    }
    let pairs = PairedScores.parts(groups.count, of: table, score: .rmse, bootstrap: bootstrap)
    for (group, pair) in pairs.enumerated() {
      rows[group].rmse = pair?.scores
      rows[group].rmseDifference = pair?.difference
      rows[group].interval = pair?.interval
    }
    return rows
  }

  private static func correlation(_ pairs: [(Double, Double)]) -> Double? {
    let count = Double(pairs.count)
    let means = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    var (xx, xy, yy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - means.0) * (x - means.0)
      xy += (x - means.0) * (y - means.1)
      yy += (y - means.1) * (y - means.1)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}
