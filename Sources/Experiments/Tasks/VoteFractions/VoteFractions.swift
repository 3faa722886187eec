// The Galaxy Challenge's task: 37 fractions of votes.
internal import DataFiles
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
  public static let clippedTo: (noun: String, text: String)? = ("fractions", "0...1")

  public static func suits(_ data: DataSet) -> Bool {
    data.labels != nil && data.classColumn == nil && data.targets == nil && data.tree == nil
  }

  /// Each fraction by itself, or all of them as the challenge's decision tree has it.
  public static func accepts(_ output: OutputFunction) -> Bool { output == Self.output || output == treeOutput }

  /// The output function of networks whose fractions obey the challenge's decision tree, whatever the network says.
  public static let treeOutput = OutputFunction.fractions(AnswerHierarchy(DecisionTree.challenge))

  /// The task; there is nothing to choose.
  public init() {}

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
    return VoteFractions()
  }

  public func store(in contents: inout SafeTensors) throws {
    try contents.setMetadata(outputs.names, for: "columns")
  }

  public var outputs: LabelNames { Self.answers }

  private static let answers = LabelNames(
    names: DecisionTree.columnNames,
    titles: DecisionTree.questions.flatMap { question in question.answers.map { "\(question.title): \($0)" } })

  public func targets(_ labels: [[Float]]) -> Targets {
    Targets(Tensor([labels.count, DecisionTree.columnCount], scalars: labels.flatMap { $0 }))
  }

  public func makeScores() -> any ScoreAccumulator { FractionErrors() }

  public func makeWriter(path: String) throws -> any PredictionWriter { try SubmissionRows(path: path) }
}

/// The challenge's score being gathered.
private struct FractionErrors: ScoreAccumulator {
  private var errors = Scores()

  mutating func add(_ outputs: Tensor, labels: [[Float]]) {
    let (scalars, columns) = (outputs.scalars, DecisionTree.columnCount)
    for (row, label) in labels.enumerated() {
      errors.add(prediction: scalars[row * columns..<(row + 1) * columns], truth: label[...])
    }
  }

  func scores(loss: Loss, meanLoss: Double) -> (scores: any TaskScores, loss: Double) {
    let table = errors.table
    // The score is the same loss, summed with more digits.
    return (table, loss == .meanSquaredError ? table.rmse * table.rmse : meanLoss)
  }
}

extension ScoreTable: TaskScores {
  public var measurements: Measurements { ["rmse": rmse] }

  public func lines() -> [String] { ScoreText.lines([("RMSE", self)], withAnswers: true) }
}
