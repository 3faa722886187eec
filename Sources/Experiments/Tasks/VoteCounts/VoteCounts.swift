// The task of learning how volunteers vote, from counts of their votes.
internal import DataFiles
internal import Foundation
public import GalaxyZoo
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
internal import Reports
internal import Tensors
public import Training

/// Regression of counted votes: for every question of a decision tree the network puts out a Dirichlet distribution of the
/// answers, which says what fractions to expect and how sure that is.
///
/// Trained by the probability of the counts, a galaxy with few votes weighs less than one with many, and one that nobody was
/// asked about not at all (Walmsley et al. 2020).
public struct VoteCounts: LearningTask {
  public static let name = "counts"
  public static let output = OutputFunction.concentrations(AnswerHierarchy(DecisionTree.challenge))
  public static let losses: [Loss] = [.dirichlet]
  public static let labelNoun = "vote counts"
  public static let imageNoun = "galaxies"

  public static func suits(_ data: DataSet) -> Bool { data.tree != nil }

  public static func accepts(_ output: OutputFunction) -> Bool {
    if case .concentrations = output { true } else { false }
  }

  /// The questions, whose answers the columns of the labels count.
  public let tree: DecisionTree
  public let outputs: LabelNames
  /// The column of the labels that holds the images' names; found by its name if nil.
  public let idColumn: String?

  /// The task of learning the answers to the questions of a tree.
  public init(_ tree: DecisionTree, idColumn: String? = nil) {
    self.tree = tree
    self.idColumn = idColumn
    outputs = LabelNames(
      names: tree.columnNames,
      titles: tree.questions.flatMap { question in question.answers.map { "\(question.title): \($0)" } })
  }

  public var imageDescription: String { "galaxies, \(tree.questions.count) questions" }

  public static func read(_ data: DataSet) throws -> (task: VoteCounts, images: LabelledImages<[Float]>) {
    guard let path = data.tree else {
      throw DataSetError(problem: "vote counts need the file of the decision tree whose answers were counted")
    }
    let task = VoteCounts(try DecisionTree(path: path), idColumn: data.idColumn)
    return (task, try task.read(data, only: nil))
  }

  /// Reads the counts; an empty cell is no vote.
  public func read(_ data: DataSet, only identifiers: [String]?) throws -> LabelledImages<[Float]> {
    guard let labels = data.labels else {
      throw DataSetError(problem: "vote counts need a file of labels that they are in")
    }
    if data.classColumn != nil || data.targets != nil || data.validationImages != nil {
      throw DataSetError(problem: "classes and columns of targets are for other tasks than vote counts")
    }
    if let path = data.tree, try DecisionTree(path: path) != tree {
      throw FileError(path: path, problem: "is another decision tree than the network was trained with")
    }
    let images = try LabelledImages.columns(
      images: data.images, labels: labels, columns: tree.columnNames, idColumn: data.idColumn ?? idColumn
    ).selecting(only: identifiers).mapLabels { row in row.map { $0 ?? 0 } }
    try check(images, path: labels)
    return images
  }

  private func check(_ images: LabelledImages<[Float]>, path: String) throws {
    for (identifier, counts) in zip(images.identifiers, images.labels) {
      for (column, count) in zip(tree.columnNames, counts) where count < 0 {
        throw FileError(
          path: path, problem: "\(identifier): \(column) must count votes, zero or more, found \(count)")
      }
    }
    let largest = images.labels.lazy.flatMap { $0 }.max() ?? 0
    guard largest > 1 else {
      throw FileError(path: path, problem: "expected counts of votes, found no number above \(largest): fractions?")
    }
  }

  public static func stored(in contents: SafeTensors) throws -> VoteCounts {
    VoteCounts(
      try contents.requiredMetadataValue("decisionTree"), idColumn: try contents.metadataValue("idColumn"))
  }

  public func store(in contents: inout SafeTensors) throws {
    try contents.setMetadata(tree, for: "decisionTree")
    if let idColumn { try contents.setMetadata(idColumn, for: "idColumn") }
  }

  public func completed(_ output: OutputFunction) -> OutputFunction { .concentrations(AnswerHierarchy(tree)) }

  public func targets(_ labels: [[Float]]) -> Targets {
    Targets(Tensor([labels.count, tree.columnCount], scalars: labels.flatMap { $0 }))
  }

  public func makeScores() -> any ScoreAccumulator { VoteCountErrors(tree) }

  public func analysis(of answers: LabelledAnswers, scores: any TaskScores, bootstrap: Bootstrap) -> any TaskAnalysis {
    guard let scores = scores as? VoteCountScores else {
      fatalError("VoteCounts.analysis: expected VoteCountScores, found \(type(of: scores))")
    }
    return VoteCountAnalysis(answers, tree: tree, scores: scores, bootstrap: bootstrap)
  }

  public var errorColumns: [String] { ["rmse"] + tree.columnNames }

  /// The root mean squared error of the weighted fractions, and how much larger each expected one is than the voted one.
  public func error(_ answers: [Float], label: [Float]) -> ImageError {
    let differences = tree.fractionErrors(concentrations: answers[...], counts: label[...])
    let size = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
    return ImageError(size: size, fields: ([size] + differences).map { String(format: "%.6f", $0) })
  }

  public func predictionFormat(for identifiers: [String]) -> any PredictionFormat {
    VoteCountFormat(tree: tree, idColumn: idColumn ?? "id")
  }

  /// The likeliest answer to the first question.
  public func mainAnswer(_ answers: ArraySlice<Float>) -> Int? {
    tree.questions[0].columns.max { (answers[answers.startIndex + $0], $1) < (answers[answers.startIndex + $1], $0) }
  }

  public func report(on material: ReportMaterial, progress: (WorkProgress) -> Void) throws -> TaskReport {
    TaskReport(
      score: TaskReport.Score(name: "rmse", title: "RMSE of the fractions"),
      sections: [
        (material.scores as? VoteCountScores)?.section, DensityMap.section(pairs(material.answers)),
      ].compactMap { $0 })
  }

  /// Voted and expected fractions of those volunteers who were asked, question by question.
  private func pairs(_ answers: LabelledAnswers) -> [DensityMap] {
    tree.questions.map { question in
      DensityMap(
        title: question.title, across: "voted", up: "expected", range: 0...1,
        points: zip(answers.labels, answers.answers).flatMap { counts, concentrations -> [(Double, Double)] in
          let votes = question.columns.reduce(0) { $0 + counts[$1] }
          let expected = ExpectedVotes(concentrations: question.columns.map { concentrations[$0] }).fractions
          return votes == 0 ? [] : zip(question.columns, expected).map { (Double(counts[$0] / votes), $1) }
        })
    }
  }
}

extension AnswerHierarchy {
  /// The questions of a tree, its columns the outputs.
  init(_ tree: DecisionTree) {
    self.init(tree.questions.map { Question(answers: $0.answers.count, parent: $0.parentColumn) })
  }
}

extension VoteCounts {
  /// The votes for every answer, over all images.
  public func simplestAnswer(to labels: [[Float]]) -> (name: String, answers: [Float])? {
    // A mean rather than a sum, and never zero, as concentrations have to be.
    ("mean votes", means(of: labels).map { max($0, 1e-3) })
  }
}
