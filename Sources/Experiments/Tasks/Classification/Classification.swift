// The task of telling classes apart.
internal import Foundation
internal import Training
public import ImageDatasets
public import ImageModels
public import NeuralNetwork
internal import Tensors

/// Classification: one of several classes that exclude each other.
///
/// A label is the number of a class. Classes are known by their names, so that one added to a folder later renumbers
/// nothing.
public struct Classification: LearningTask {
  public static let name = "classification"
  public static let output = OutputFunction.softmax
  public static let losses: [Loss] = [.crossEntropy, .meanSquaredError]
  public static let labelNoun = "classes"
  public static let imageNoun = "images"

  /// The sub-folders of the images are classes, or a column holds them.
  public static func suits(_ data: DataSet) -> Bool {
    data.targets == nil && (data.labels == nil || data.classColumn != nil)
  }

  public let outputs: LabelNames
  public var imageDescription: String { "images of \(outputs.names.count) classes" }
  /// The column of labels that the classes come from; nil where they are folders or answers.
  public let column: String?
  /// The column of the labels that holds the images' names; found by its name if nil.
  public let idColumn: String?
  /// How frequent every class is in training.
  public let trainingMeans: [Float]?

  /// The task of telling the named classes apart.
  public init(_ outputs: LabelNames, column: String? = nil, idColumn: String? = nil) {
    self.init(outputs, column: column, idColumn: idColumn, trainingMeans: nil)
  }

  private init(_ outputs: LabelNames, column: String?, idColumn: String?, trainingMeans: [Float]?) {
    self.outputs = outputs
    self.column = column
    self.idColumn = idColumn
    self.trainingMeans = trainingMeans
  }

  public static func read(_ data: DataSet) throws -> (task: Classification, images: LabelledImages<[Float]>) {
    if data.targets != nil {
      throw DataSetError(problem: "columns of targets are for their regression, not for classification")
    }
    let (images, classes) = try classifiedImages(data)
    let task = Classification(classes, column: data.classColumn, idColumn: data.idColumn)
    return (task, images.mapLabels { [Float($0)] })
  }

  /// The classes are sub-folders, a column of the labels or, of the 37 vote fractions, the largest.
  private static func classifiedImages(_ data: DataSet) throws -> (LabelledImages<Int>, LabelNames) {
    let (images, classes) =
      if let labels = data.labels, let column = data.classColumn {
        try LabelledImages.classColumn(images: data.images, labels: labels, column: column, idColumn: data.idColumn)
      } else if data.labels != nil {
        largestAnswers(of: try VoteFractions().read(data))
      } else {
        try LabelledImages.classFolders(path: data.images)
      }
    guard let folder = data.validationImages else { return (images, classes) }
    return (try images.validated(onFolder: folder, classes: classes), classes)
  }

  /// Every galaxy in the class of its largest fraction, the first of equal ones.
  private static func largestAnswers(of images: LabelledImages<[Float]>) -> (LabelledImages<Int>, LabelNames) {
    let labels = images.mapLabels { row in row.indices.dropFirst().reduce(0) { row[$1] > row[$0] ? $1 : $0 } }
    return (labels, VoteFractions().outputs)
  }

  public func read(_ data: DataSet, only identifiers: [String]? = nil) throws -> LabelledImages<[Float]> {
    var data = data
    if data.labels != nil {
      if let column, let other = data.classColumn, ExactText(column) != ExactText(other) {
        throw DataSetError(
          problem: "the network was trained on the classes of the column \(column), not of \(other)")
      }
      // The columns need not be named again.
      data.classColumn = data.classColumn ?? column
      data.idColumn = data.idColumn ?? idColumn
    }
    let (task, all) = try Self.read(data)
    // A class that the network does not know is no obstacle where none of its images is wanted.
    let images = try all.selecting(only: identifiers)
    guard task.outputs != outputs else { return images }
    let known = outputs.indices
    let labels = try zip(images.indices, images.labels).map { index, label in
      let name = task.outputs.names[Int(label[0])]
      guard let number = known[ExactText(name)] else {
        throw ForeignClassError(image: images.source.location(of: index), name: name)
      }
      return [Float(number)]
    }
    return LabelledImages(
      source: images.source, indices: images.indices, labels: labels, validation: images.validation,
      report: images.report)
  }

  public static func stored(in contents: SafeTensors) throws -> Classification {
    let classes: LabelNames = try contents.requiredMetadataValue("classes")
    guard classes.count >= 2 else { throw MetadataError(key: "classes", isMissing: false) }
    return Classification(
      classes, column: try contents.metadataValue("classColumn"), idColumn: try contents.metadataValue("idColumn"),
      trainingMeans: try contents.trainingMeans())
  }

  public func store(in contents: inout SafeTensors) throws {
    try contents.setMetadata(outputs, for: "classes")
    if let column { try contents.setMetadata(column, for: "classColumn") }
    if let idColumn { try contents.setMetadata(idColumn, for: "idColumn") }
    try contents.setTrainingMeans(trainingMeans)
  }

  public func fitted(to labels: [[Float]]) -> Classification {
    let counts = outputs.counts(of: labels.map { Int($0[0]) })
    return Classification(
      outputs, column: column, idColumn: idColumn,
      trainingMeans: counts.map { Float(Double($0) / Double(max(1, labels.count))) })
  }

  public func summary(of images: LabelledImages<[Float]>) -> [String] {
    let counts = outputs.counts(of: images.labels.map { Int($0[0]) })
    let list = zip(outputs.names, counts).prefix(Self.listedClasses).map { "\($0) \($1)" }.joined(separator: ", ")
    let rest = outputs.count - Self.listedClasses
    let classes = "\(images.count) images in \(outputs.count) classes: \(list)\(rest > 0 ? " and \(rest) more" : "")."
    let alike = LabelNames.alike(outputs.names).map {
      "The classes \($0.joined(separator: " and ")) are different ones."
    }
    return images.joinLines + [classes] + alike
  }

  private static let listedClasses = 40

  /// A division that the data set has itself is kept; else a fraction of every class is drawn.
  public func split(_ images: LabelledImages<[Float]>, validationFraction: Double, seed: UInt64) throws -> Split {
    try images.ownSplit()
      ?? Split(
        images.identifiers, classes: images.labels.map { Int($0[0]) }, validationFraction: validationFraction,
        seed: seed)
  }

  /// 1 for the class and 0 for all others.
  public func targets(_ labels: [[Float]]) -> Targets {
    let columns = outputs.names.count
    return Targets(
      Tensor([labels.count, columns]) { buffer in
        buffer.initialize(repeating: 0)
        for (row, label) in labels.enumerated() { buffer[row * columns + Int(label[0])] = 1 }
      })
  }

  public func makeScores() -> any ScoreAccumulator { ClassTally(outputs) }

  public func analysis(of answers: LabelledAnswers, scores: any TaskScores, bootstrap: Bootstrap) -> any TaskAnalysis {
    guard let scores = scores as? ClassScores else {
      fatalError("Classification.analysis: expected ClassScores, found \(type(of: scores))")
    }
    return ClassAnalysis(answers, scores: scores)
  }

  public var errorColumns: [String] { ["error", "class", "answer", "probability"] }

  /// 1 less the probability of the class; then the class, the answer, and the answer's probability.
  public func error(_ answers: [Float], label: [Float]) -> ImageError {
    let (truth, answer) = (Int(label[0]), largest(of: answers[...]))
    let size = 1 - Double(answers[truth])
    return ImageError(
      size: size,
      fields: [
        String(format: "%.6f", size), outputs.names[truth], outputs.names[answer],
        String(format: "%.6f", answers[answer]),
      ])
  }

  /// The images may be in sub-folders; a row is `image,class,<probability of every class…>`.
  public func predictionFormat(for identifiers: [String]) -> any PredictionFormat {
    ClassPredictionFormat(answerColumns: outputs.names)
  }

  /// The most probable class.
  public func mainAnswer(_ answers: ArraySlice<Float>) -> Int? { largest(of: answers) }
}

/// An image of a class that a network was not trained on.
public struct ForeignClassError: Error, CustomStringConvertible {
  /// Where the image is.
  public let image: String
  /// The class.
  public let name: String

  /// One line for the user.
  public var description: String { "\(image): belongs to the class \(name), which the network was not trained on" }
}
