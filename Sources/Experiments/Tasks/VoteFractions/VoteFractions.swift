// The Galaxy Challenge's task: 37 fractions of votes.
internal import DataFiles
internal import Foundation
public import GalaxyZoo
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
internal import Tensors
public import Training

/// Regression of the 37 vote fractions of Galaxy Zoo 2.
public struct VoteFractions: LearningTask {
  public static let name = "regression"
  public static let output = OutputFunction.sigmoid
  public static let losses: [Loss] = [.meanSquaredError, .binaryCrossEntropy]
  public static let labelNoun = "vote fractions"
  public static let imageNoun = "galaxies"
  public static let usualNetwork: String? = "galaxy"
  public static let clippedTo: (noun: String, text: String)? = ("fractions", "0...1")

  public static func suits(_ data: DataSet) -> Bool {
    data.labels != nil && data.classColumn == nil && data.targets == nil && data.tree == nil
  }

  /// Each fraction by itself, or all of them as the challenge's decision tree has it.
  public static func accepts(_ output: OutputFunction) -> Bool { output == Self.output || output == treeOutput }

  /// The output function of networks whose fractions obey the challenge's decision tree, whatever the network says.
  public static let treeOutput = OutputFunction.fractions(AnswerHierarchy(DecisionTree.challenge))

  /// The mean fraction of every answer over the training galaxies.
  public let trainingMeans: [Float]?

  /// The task; there is nothing to choose.
  public init() { self.init(trainingMeans: nil) }

  private init(trainingMeans: [Float]?) { self.trainingMeans = trainingMeans }

  public static func read(_ data: DataSet) throws -> (task: VoteFractions, images: LabelledImages<[Float]>) {
    let task = VoteFractions()
    return (task, try task.read(data, only: nil))
  }

  public func read(_ data: DataSet, only identifiers: [String]? = nil) throws -> LabelledImages<[Float]> {
    if data.classColumn != nil {
      throw DataSetError(problem: "a column of classes is for classification, not for the 37 vote fractions")
    }
    if data.validationImages != nil {
      throw DataSetError(
        problem: "a folder of images to validate on is for classification: its sub-folders are the classes")
    }
    guard let labels = data.labels else {
      throw DataSetError(problem: "regression needs a file of labels with the 37 vote fractions")
    }
    let catalogue = try Catalogue(path: labels)
    let source = try ImageSource(path: data.images)
    let join = try catalogue.joined(with: source.identifiers)
    var report = join.report
    report.remarks = Self.remarks(on: join, in: catalogue)
    return try LabelledImages(
      source: source, indices: join.images, labels: join.rows.map { Array(catalogue.row($0)) }, report: report
    ).selecting(only: identifiers)
  }

  private static func remarks(on join: Catalogue.Join, in catalogue: Catalogue) -> [String] {
    var tree = TreeCheck()
    for (id, row) in zip(join.ids, join.rows) { tree.add(id: id, fractions: catalogue.row(row)) }
    let others = NameList(catalogue.otherColumns)
    let ignored = others.isEmpty ? nil : "\(catalogue.path): ignored beside the 37 columns: \(others)"
    return [tree.warning.map { "\(catalogue.path): \($0)" }, ignored].compactMap { $0 }
  }

  /// Every checkpoint of this task has the same columns.
  public static func stored(in contents: SafeTensors) throws -> VoteFractions {
    let columns: [String] = try contents.requiredMetadataValue("columns")
    guard columns == DecisionTree.columnNames else {
      throw CheckpointContentsError(problem: "its outputs are not the 37 answers of Galaxy Zoo 2")
    }
    return VoteFractions(trainingMeans: try contents.trainingMeans())
  }

  public func store(in contents: inout SafeTensors) throws {
    try contents.setMetadata(outputs.names, for: "columns")
    try contents.setTrainingMeans(trainingMeans)
  }

  public func fitted(to labels: [[Float]]) -> VoteFractions {
    VoteFractions(
      trainingMeans: DecisionTree.columnNames.indices.map { column in
        Float(labels.reduce(0) { $0 + Double($1[column]) } / Double(max(1, labels.count)))
      })
  }

  public var outputs: LabelNames { Self.answers }

  private static let answers = LabelNames(
    names: DecisionTree.columnNames,
    titles: DecisionTree.questions.flatMap { question in question.answers.map { "\(question.title): \($0)" } })

  public func targets(_ labels: [[Float]]) -> Targets {
    Targets(Tensor([labels.count, DecisionTree.columnCount], scalars: labels.flatMap { $0 }))
  }

  public func makeScores() -> any ScoreAccumulator { FractionErrors() }

  public func analysis(of answers: LabelledAnswers, scores: any TaskScores, bootstrap: Bootstrap) -> any TaskAnalysis {
    FractionAnalysis(answers, bootstrap: bootstrap)
  }

  public var errorColumns: [String] { ["rmse"] + outputs.names }

  /// The root mean squared error, and how much larger every predicted fraction is than the voted one.
  public func error(_ answers: [Float], label: [Float]) -> ImageError {
    let differences = zip(answers, label).map { Double($0) - Double($1) }
    let size = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    return ImageError(size: size, fields: ([size] + differences).map { String(format: "%.6f", $0) })
  }

  /// The first question's answer that most volunteers give.
  public func mainAnswer(_ answers: ArraySlice<Float>) -> Int? {
    largest(of: answers.prefix(DecisionTree.questions[0].columns.count))
  }
}

/// The challenge's score being gathered.
private struct FractionErrors: ScoreAccumulator {
  private var errors = Scores()

  mutating func add(_ answers: Tensor, labels: [[Float]]) {
    let (scalars, columns) = (answers.scalars, DecisionTree.columnCount)
    for (row, label) in labels.enumerated() {
      errors.add(prediction: scalars[row * columns..<(row + 1) * columns], truth: label[...])
    }
  }

  func scores(loss: Loss, meanLoss: Double?) -> (scores: any TaskScores, loss: Double) {
    let table = errors.table
    // The score is the same loss, summed with more digits.
    let squared = table.rmse * table.rmse
    return (table, loss == .meanSquaredError ? squared : meanLoss ?? squared)
  }
}

extension ScoreTable: TaskScores {
  public var measurements: Measurements { ["rmse": rmse] }

  public func lines() -> [String] { ScoreText.lines([("RMSE", self)], withAnswers: true) }
}
