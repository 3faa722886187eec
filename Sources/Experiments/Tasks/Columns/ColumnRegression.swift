// The task of predicting columns of numbers.
internal import DataFiles
internal import Foundation
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
internal import Preconditions
public import Tensors
internal import Training

/// Regression of numeric columns of a CSV file, such as redshifts, sizes or fractions of any catalogue.
///
/// The network learns every column relative to its mean and standard deviation over the training images, which the
/// checkpoint keeps; answers and scores are in the columns' own units. A missing value counts neither in the loss nor in a
/// score.
public struct ColumnRegression: LearningTask {
  public static let name = "columns"
  public static let output = OutputFunction.identity
  public static let losses: [Loss] = [.meanSquaredError]
  public static let labelNoun = "columns of numbers"
  public static let imageNoun = "images"

  public static func suits(_ data: DataSet) -> Bool { data.targets != nil }

  /// The columns, in the order of the outputs.
  public var columns: [String] { outputs.names }
  public let outputs: LabelNames
  /// Mean and standard deviation of each column over the training images.
  public let scales: [ColumnScale]
  /// The column of the labels that holds the images' names; found by its name if nil.
  public let idColumn: String?

  /// Regression of the named columns, no two of which are the same; without scales they are learned as they are.
  public init(columns: [String], scales: [ColumnScale]? = nil, idColumn: String? = nil) {
    require(
      !columns.isEmpty && (scales?.count ?? columns.count) == columns.count,
      "ColumnRegression: \(columns.count) columns and \(scales?.count ?? 0) scales")
    outputs = LabelNames(names: columns)
    self.scales = scales ?? columns.map { _ in ColumnScale(mean: 0, deviation: 1) }
    self.idColumn = idColumn
  }

  public static func read(_ data: DataSet) throws -> (task: ColumnRegression, images: LabelledImages<[Float]>) {
    guard let targets = data.targets else {
      throw DataSetError(problem: "regression of columns needs the names of one or more columns of the labels")
    }
    let task = ColumnRegression(columns: targets, idColumn: data.idColumn)
    return (task, try task.read(data, only: nil))
  }

  public func read(_ data: DataSet, only identifiers: [String]? = nil) throws -> LabelledImages<[Float]> {
    guard let labels = data.labels else {
      throw DataSetError(problem: "regression of columns needs a file of labels that they are in")
    }
    if let targets = data.targets, targets != columns {
      throw DataSetError(
        problem: "the network was trained on the columns \(columns.joined(separator: ", ")), not on "
          + targets.joined(separator: ", "))
    }
    if data.classColumn != nil || data.validationImages != nil {
      throw DataSetError(problem: "classes are for classification, not for regression of columns")
    }
    return try LabelledImages.columns(
      images: data.images, labels: labels, columns: columns, idColumn: data.idColumn ?? idColumn
    ).selecting(only: identifiers).mapLabels { row in row.map { $0 ?? .nan } }
  }

  public func fitted(to labels: [[Float]]) -> ColumnRegression {
    let scales = columns.indices.map { column in
      ColumnScale(of: labels.lazy.map { $0[column] }.filter { !$0.isNaN })
    }
    return ColumnRegression(columns: columns, scales: scales, idColumn: idColumn)
  }

  public func targets(_ labels: [[Float]]) -> Targets {
    let shape: Shape = [labels.count, columns.count]
    let values = labels.flatMap { row in zip(row, scales).map { $0.isNaN ? 0 : $1.relative($0) } }
    let known = labels.flatMap { row in row.map { $0.isNaN ? Float(0) : 1 } }
    return Targets(
      Tensor(shape, scalars: values), weights: known.contains(0) ? Tensor(shape, scalars: known) : nil)
  }

  public func answers(_ outputs: Tensor) -> Tensor {
    Tensor(
      outputs.shape,
      scalars: outputs.scalars.enumerated().map { index, value in scales[index % columns.count].absolute(value) })
  }

  public static func stored(in contents: SafeTensors) throws -> ColumnRegression {
    let stored: Stored = try contents.requiredMetadataValue("targets")
    guard !stored.columns.isEmpty, stored.scales.count == stored.columns.count,
      Set(stored.columns.map(ExactText.init)).count == stored.columns.count,
      stored.scales.allSatisfy({ $0.mean.isFinite && $0.deviation.isFinite && $0.deviation > 0 })
    else {
      throw CheckpointContentsError(problem: "its metadata hold no usable targets")
    }
    return ColumnRegression(columns: stored.columns, scales: stored.scales, idColumn: stored.idColumn)
  }

  public func store(in contents: inout SafeTensors) throws {
    try contents.setMetadata(Stored(columns: columns, scales: scales, idColumn: idColumn), for: "targets")
  }

  private struct Stored: Codable {
    let columns: [String]
    let scales: [ColumnScale]
    let idColumn: String?
  }

  public func makeScores() -> any ScoreAccumulator { ColumnErrors(self) }

  public func analysis(of answers: LabelledAnswers, scores: any TaskScores, bootstrap: Bootstrap) -> any TaskAnalysis {
    guard let scores = scores as? ColumnScores else {
      fatalError("ColumnRegression.analysis: expected ColumnScores, found \(type(of: scores))")
    }
    return ColumnAnalysis(answers, scores: scores, scales: scales, bootstrap: bootstrap)
  }

  public var errorColumns: [String] { ["relative_rmse"] + columns }

  /// The root mean squared error of the known values in deviations of their columns, and how much larger every predicted
  /// value is than the known one; empty where that is missing.
  public func error(_ answers: [Float], label: [Float]) -> ImageError {
    let differences = zip(answers, label).map { $1.isNaN ? nil : Double($0) - Double($1) }
    let squares = zip(differences, scales).compactMap { difference, scale in
      difference.map { $0 * $0 / (scale.deviation * scale.deviation) }
    }
    let size = squares.isEmpty ? 0 : (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    return ImageError(
      size: size, fields: [String(format: "%.6f", size)] + differences.map { $0.map { "\(Float($0))" } ?? "" })
  }

  public func predictionFormat(for identifiers: [String]) -> any PredictionFormat {
    ColumnPredictionFormat(idColumn: idColumn ?? "id", answerColumns: columns)
  }

  public var trainingMeans: [Float]? { scales.map { Float($0.mean) } }
}
